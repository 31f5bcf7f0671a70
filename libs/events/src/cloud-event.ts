import { z } from 'zod';

const envelope = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1),
  time: z.iso.datetime(),
  datacontenttype: z.literal('application/json'),
  /** CloudEvents' distributed tracing extension: the W3C trace context in which the fact came about. */
  traceparent: z.string().optional(),
  data: z.unknown(),
});

/** A fact, in the JSON format of CloudEvents 1.0. It authorizes nothing: there is no place for a token in it. */
export type CloudEvent<Data = unknown> = Omit<z.infer<typeof envelope>, 'data'> & { readonly data: Data };

export const contentType = 'application/cloudevents+json; charset=UTF-8';

/** @throws SyntaxError or ZodError when the value is no CloudEvent in structured JSON mode */
export function parseCloudEvent(value: Buffer | null): CloudEvent {
  return envelope.parse(JSON.parse(value?.toString('utf8') ?? 'null'));
}
