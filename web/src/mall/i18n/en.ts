export default { mall: { home: { title: "Mall" } } };
