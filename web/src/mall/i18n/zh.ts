export default { mall: { home: { title: "商城" } } };
