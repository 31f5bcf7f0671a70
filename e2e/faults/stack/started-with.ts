/**
 * What a service is started with, by `node --import`, so that it needs no code for a test: its connections go where FAULTS says instead,
 * and its clock is off by as much.
 */
import { Socket } from 'node:net';
import type { Alteration } from './alterations.ts';

const { routes, clockOffMs } = JSON.parse(String(process.env['FAULTS'])) as Alteration;

type Connect = (this: Socket, ...given: unknown[]) => Socket;
// eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with its socket below
const connect = Socket.prototype.connect as Connect;
const connectElsewhere: Connect = function (...given) {
  // net.connect() hands over what it was given as an array.
  const options = (Array.isArray(given[0]) ? given[0] : given) as unknown[];
  const [first] = options;
  if (typeof first === 'object' && first !== null && 'port' in first)
    options[0] = { ...first, port: routed(first.port) };
  else options[0] = routed(first);
  return connect.apply(this, given);
};
Socket.prototype.connect = connectElsewhere;

function routed(port: unknown): unknown {
  return routes[String(port)] ?? port;
}

if (clockOffMs !== 0) {
  const now = Date.now.bind(Date);
  globalThis.Date = new Proxy(Date, {
    construct: (target, given: unknown[], newTarget) =>
      Reflect.construct(target, given.length === 0 ? [now() + clockOffMs] : given, newTarget) as object,
    get: (target, name) => (name === 'now' ? () => now() + clockOffMs : (Reflect.get(target, name) as unknown)),
  });
}
