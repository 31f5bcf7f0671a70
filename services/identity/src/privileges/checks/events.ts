import type { PrivilegesFile } from '../privileges.schema.ts';
import type { Problem } from '../privileges-text.ts';

/** The resource server whose scopes let a service connect to the broker: what it may do there is in `events`. */
const broker = 'kafka';

/** A topic that is announced by two or by nobody, and a service that has topics and no token for the broker, or the other way round. */
export function* events(file: PrivilegesFile): Generator<Problem> {
  const producers = new Map<string, string>();
  for (const [service, { produces }] of file.events) {
    for (const topic of produces) {
      const other = producers.get(topic);
      if (other !== undefined)
        yield { path: ['events', service, 'produces', topic], message: `${other} announces on it` };
      producers.set(topic, service);
    }
  }
  for (const [service, { consumes }] of file.events) {
    for (const topic of consumes) {
      if (!producers.has(topic))
        yield { path: ['events', service, 'consumes', topic], message: 'nobody announces on it' };
    }
  }
  yield* connections(file);
}

function* connections(file: PrivilegesFile): Generator<Problem> {
  const scopes = [...(file.resource_servers.get(broker)?.scopes.keys() ?? [])];
  for (const service of file.events.keys()) {
    const held = file.clients.get(service)?.scopes ?? [];
    if (!scopes.some((scope) => held.includes(scope))) {
      yield { path: ['events', service], message: `no client ${service} has a scope of ${broker}` };
    }
  }
  for (const [name, client] of file.clients) {
    for (const scope of client.scopes.filter((held) => scopes.includes(held) && !file.events.has(name))) {
      yield { path: ['clients', name, 'scopes', scope], message: `has no topics in events.${name}` };
    }
  }
}
