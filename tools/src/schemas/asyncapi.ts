import { cloudEvent, sourceOf } from '@downscope/events';
import { z } from 'zod';
import { announced, type Definition, heard } from './event-types.ts';
import { jsonSchemaOf, schemaFileOf } from './json-schema.ts';

const reference = (...path: string[]): { $ref: string } => ({ $ref: ['#', ...path].join('/') });

/** What Kafka carries besides the CloudEvent itself. */
const headers = {
  type: 'object',
  properties: {
    'content-type': { type: 'string', const: 'application/cloudevents+json; charset=UTF-8' },
    jws: {
      type: 'string',
      description: 'Detached signature of its producer over the value (RFC 7515 appendix F, RFC 7797)',
    },
  },
  required: ['content-type', 'jws'],
};

function message({ event }: Definition): object {
  const whole = cloudEvent.extend({
    source: z.literal(sourceOf(String(event.producer))),
    type: z.literal(event.type),
    subject: z.string().describe('The order that it is about'),
  });
  const { type, properties, required } = jsonSchemaOf(whole);
  const data = { $ref: `./${schemaFileOf(event.type)}` };
  return {
    contentType: 'application/cloudevents+json',
    headers,
    payload: { type, properties: { ...properties, data }, required },
    bindings: { kafka: { key: { type: 'string', description: 'The subject: facts about one stay in order' } } },
  };
}

function operation(action: 'send' | 'receive', { service, name, event: { topic } }: Definition): [string, object] {
  const channel = reference('channels', topic);
  return [
    `${service}.${action}.${name}`,
    { action, channel, messages: [reference('channels', topic, 'messages', name)] },
  ];
}

/** Who announces and who hears which event, as an AsyncAPI 3.0 document. Whose broker that is differs by environment. */
export function asyncApiDocument(version: string): object {
  const topics = Object.groupBy(announced, ({ event }) => event.topic);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'The events of Downscope',
      version,
      description:
        'Facts, as CloudEvents on Kafka, signed by their producers. They hold no token and authorize nothing.',
      license: { name: 'Apache-2.0' },
    },
    defaultContentType: 'application/cloudevents+json',
    channels: Object.fromEntries(
      Object.entries(topics).map(([topic, events = []]) => [
        topic,
        {
          address: topic,
          messages: Object.fromEntries(events.map(({ name }) => [name, reference('components', 'messages', name)])),
        },
      ]),
    ),
    operations: Object.fromEntries([
      ...announced.map((definition) => operation('send', definition)),
      ...heard.map((definition) => operation('receive', definition)),
    ]),
    components: { messages: Object.fromEntries(announced.map((definition) => [definition.name, message(definition)])) },
  };
}
