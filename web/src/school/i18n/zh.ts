export default { school: { home: { title: "学校" } } };
