export default { seller: { dashboard: { title: "What to do today" } } };
