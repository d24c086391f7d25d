export default { school: { home: { title: "School" } } };
