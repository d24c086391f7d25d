/* One event stream for each market that any tab looks at, shared by all tabs. A tab that stays silent for three minutes is gone. */
import { openStream } from "./live";

interface Client { port: MessagePort; url: string; seen: number }
interface Stream { close: () => void; last: Map<string, any> }
const KEPT = ["clock", "state", "settings", "day", "ready"];
const clients = new Set<Client>();
const streams = new Map<string, Stream>();

function tidy() {
  for (const c of clients) if (Date.now() - c.seen > 180000) clients.delete(c);
  for (const [url, s] of streams)
    if (![...clients].some((c) => c.url === url)) { s.close(); streams.delete(url); }
}
function join(client: Client) {
  let s = streams.get(client.url);
  if (s) { // what a new tab would otherwise wait for
    client.port.postMessage([...s.last].map(([kind, data]) => ({ kind, data })));
    return;
  }
  const last = new Map<string, any>();
  s = {
    last,
    close: openStream(client.url, (list) => {
      for (const { kind, data } of list) if (KEPT.includes(kind)) last.set(kind, data);
      for (const c of clients) if (c.url === client.url) c.port.postMessage(list);
    }),
  };
  streams.set(client.url, s);
}
(self as any).onconnect = (e: MessageEvent) => {
  const client: Client = { port: e.ports[0], url: "", seen: Date.now() };
  client.port.onmessage = (m) => {
    client.seen = Date.now();
    if (m.data.open) {
      client.url = m.data.open;
      clients.add(client);
      join(client);
    } else if (m.data.close) {
      clients.delete(client);
    }
    tidy();
  };
  client.port.start();
};
setInterval(tidy, 60000);
