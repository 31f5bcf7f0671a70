import { z } from 'zod';
import type { KafkaRecord } from '../broker/kafka-client.ts';
import { attributesIn, isBinaryMode } from '../cloud-event.ts';

/** The record's header that holds its author's signature: a JWS in compact form, detached (RFC 7515 appendix F). */
export const signatureHeader = 'jws';

/** What such a signature must say of itself: its `typ` is no access token's, and its payload is what was sent, not an encoding of it. */
export const protectedHeader = z.strictObject({
  alg: z.literal('ES256'),
  kid: z.string().min(1),
  typ: z.literal('cloudevents+jws'),
  /** RFC 7797: and whoever does not know it must refuse it. */
  b64: z.literal(false),
  crit: z.tuple([z.literal('b64')]),
});
export type ProtectedHeader = z.infer<typeof protectedHeader>;

/**
 * What is signed: the event's attributes and data, byte for byte as they travel. In structured mode that is the value; in binary mode
 * the attributes, sorted by name, on a line before it. The line begins with a bracket, which no event in structured mode does.
 */
export function signedContent({ value, headers }: Pick<KafkaRecord, 'value' | 'headers'>): Uint8Array {
  const content = value ?? Buffer.alloc(0);
  if (!isBinaryMode(headers)) return content;
  const attributes = Object.entries(attributesIn(headers)).sort(([one], [other]) => (one < other ? -1 : 1));
  return Buffer.concat([Buffer.from(`${JSON.stringify(attributes)}\n`), content]);
}
