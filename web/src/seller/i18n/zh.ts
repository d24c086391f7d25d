export default { seller: { dashboard: { title: "今天要做什么" } } };
