import { z } from 'zod';
import { streamStatuses } from './security-events.tables.ts';

/** RFC 8936 and RFC 8935, as delivery methods. */
export const pollMethod = 'urn:ietf:rfc:8936';
export const pushMethod = 'urn:ietf:rfc:8935';

const streamId = z.uuid();
const eventUris = z.array(z.string().min(1).max(200)).max(50);
const description = z.string().max(200);

const poll = z.object({ method: z.literal(pollMethod) });
const push = z.object({
  method: z.literal(pushMethod),
  endpoint_url: z.url({ protocol: /^https?$/ }).max(500),
  /** What a push says in `Authorization`. */
  authorization_header: z
    .string()
    .min(1)
    .max(4_000)
    .regex(/^[\x20-\x7e]+$/, 'must be printable')
    .optional(),
});
const delivery = z.discriminatedUnion('method', [poll, push]);

/** What a receiver says about its stream (SSF 1.0 section 8.1.1). What it does not know of, it may send along. */
const receivers = {
  events_requested: eventUris.optional(),
  delivery: delivery.optional(),
  description: description.optional(),
};

/** What only the transmitter says: it may stand in a change, and must be as it is. */
const transmitters = {
  iss: z.unknown().optional(),
  aud: z.unknown().optional(),
  events_supported: z.unknown().optional(),
  events_delivered: z.unknown().optional(),
  min_verification_interval: z.unknown().optional(),
  inactivity_timeout: z.unknown().optional(),
};

export const newStream = z.object(receivers);
export const changedStream = z.object({ stream_id: streamId, ...receivers, ...transmitters });

export const streamQuery = z.object({ stream_id: streamId });
export const streamsQuery = z.object({ stream_id: streamId.optional() });

export const statusChange = z.object({
  stream_id: streamId,
  status: z.enum(streamStatuses),
  reason: z.string().max(200).optional(),
});

const issSub = z.object({ format: z.literal('iss_sub'), iss: z.string().max(200), sub: z.string().min(1).max(200) });
export const subjectChange = z.object({
  stream_id: streamId,
  subject: z.union([issSub, z.object({ format: z.literal('complex'), user: issSub }).transform(({ user }) => user)]),
  verified: z.boolean().optional(),
});

export const verificationRequest = z.object({ stream_id: streamId, state: z.string().max(1_000).optional() });

const mostAtOnce = 100;

/** RFC 8936 section 2.4. */
export const pollRequest = z.object({
  maxEvents: z
    .int()
    .min(0)
    .default(mostAtOnce)
    .transform((wanted) => Math.min(wanted, mostAtOnce)),
  returnImmediately: z.boolean().default(false),
  ack: z.array(z.string().max(100)).max(1_000).default([]),
  setErrs: z
    .record(z.string().max(100), z.object({ err: z.string().max(100), description: z.string().max(500).optional() }))
    .default({}),
});

export type NewStream = z.infer<typeof newStream>;
export type ChangedStream = z.infer<typeof changedStream>;
export type StatusChange = z.infer<typeof statusChange>;
export type SubjectChange = z.infer<typeof subjectChange>;
export type VerificationRequest = z.infer<typeof verificationRequest>;
export type PollRequest = z.infer<typeof pollRequest>;
