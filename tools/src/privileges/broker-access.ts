import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';
import type { BrokerAccess, Grant } from '@downscope/local/broker/broker-access.ts';

const deadLettersOf = (topic: string): string => `${topic}.dead-letter`;

/** Topics and ACLs, as the events of privileges.yaml say. At the broker, who may READ or WRITE may DESCRIBE. */
export function brokerAccessOf(privileges: Privileges): BrokerAccess {
  const services = [...privileges.file.events];
  const topics = services.flatMap(([, { produces }]) => produces);
  const heard = new Set(services.flatMap(([, { consumes }]) => consumes));
  return {
    topics: [...topics, ...topics.filter((topic) => heard.has(topic)).map(deadLettersOf)],
    grants: services.flatMap(([principal, { produces, consumes }]) => {
      const to = (operation: Grant['operation'], resource: Grant['resource']) => (name: string) => {
        return { principal, operation, resource, name };
      };
      return [
        ...produces.map(to('WRITE', 'TOPIC')),
        ...consumes.map(to('READ', 'TOPIC')),
        ...consumes.map(deadLettersOf).map(to('WRITE', 'TOPIC')),
        ...(consumes.length > 0 ? [principal].map(to('READ', 'GROUP')) : []),
      ];
    }),
  };
}

/** One line each: `order may WRITE TOPIC orders`. */
export function brokerAccessLines({ topics, grants }: BrokerAccess): string[] {
  return [
    ...topics.map((name) => `topic ${name}`),
    ...grants.map(({ principal, operation, resource, name }) => `${principal} may ${operation} ${resource} ${name}`),
  ];
}
