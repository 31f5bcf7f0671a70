import { z } from 'zod';
import { EventInvalid, EventUnreadable } from './consuming/event-errors.ts';
import type { Headers } from './broker/headers.ts';

/** JSON, with whatever parameters (RFC 9110 section 8.3.1): `application/json; charset=utf-8`, `application/vnd.example+json`. */
const json = /^application\/([\w.-]+\+)?json\s*(;.*)?$/i;

export const cloudEvent = z.object({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  subject: z.string().min(1).optional(),
  time: z.iso.datetime({ offset: true }).optional(),
  datacontenttype: z.string().regex(json).optional(),
  /** CloudEvents' distributed tracing extension: the W3C trace context in which the fact came about. */
  traceparent: z.string().optional(),
  data: z.unknown(),
});

/** A fact, in the terms of CloudEvents 1.0. It authorizes nothing: there is no place for a token in it. */
export type CloudEvent<Data = unknown> = Omit<z.infer<typeof cloudEvent>, 'data'> & { readonly data: Data };

export const contentType = 'application/cloudevents+json; charset=UTF-8';

/**
 * Reads a record in either content mode of the Kafka binding of CloudEvents 1.0: structured, where the value is the whole event,
 * and binary, where headers hold the attributes and the value is the data.
 *
 * @throws EventUnreadable when there is no JSON where it should be
 * @throws EventInvalid naming the attributes that are missing or wrong
 */
export function parseCloudEvent({ value, headers }: { value: Buffer | null; headers: Headers }): CloudEvent {
  const content = parsed(value);
  const event = isBinaryMode(headers) ? { ...attributesIn(headers), data: content } : content;
  const result = cloudEvent.safeParse(withoutNulls(event));
  if (!result.success) throw new EventInvalid(result.error);
  return result.data;
}

function parsed(value: Buffer | null): unknown {
  try {
    return JSON.parse(value?.toString('utf8') ?? '');
  } catch {
    throw new EventUnreadable();
  }
}

/** Whether the attributes are in headers; otherwise they are in the value. */
export function isBinaryMode(headers: Headers): boolean {
  return 'ce_specversion' in headers;
}

/** In binary mode. */
export function attributesIn(headers: Headers): Record<string, string> {
  const attributes = Object.entries(headers).flatMap(([name, value]) =>
    name.startsWith('ce_') ? [[name.slice('ce_'.length), value.toString('utf8')]] : [],
  );
  const type = headers['content-type']?.toString('utf8');
  return { ...(Object.fromEntries(attributes) as Record<string, string>), ...(type && { datacontenttype: type }) };
}

/** In the JSON format of CloudEvents, a null attribute is an absent one (section 2.2 there). */
function withoutNulls(event: unknown): unknown {
  if (typeof event !== 'object' || event === null || Array.isArray(event)) return event;
  return Object.fromEntries(Object.entries(event).filter(([name, value]) => name === 'data' || value !== null));
}
