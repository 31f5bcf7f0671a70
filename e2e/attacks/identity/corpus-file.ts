import { z } from 'zod';
import { waysToSpoil } from './spoilt-text.ts';

/** A text with `${variables}` in it, which the server under test fills in. */
const parameters = z.record(z.string(), z.string());

export const listeners = ['public', 'internal'] as const;
export type Listener = (typeof listeners)[number];

const request = z.strictObject({
  method: z.string(),
  path: z.string(),
  query: parameters.optional(),
  form: parameters.optional(),
  /** In place of a form. */
  body: z.strictObject({ type: z.string(), text: z.string() }).optional(),
  headers: parameters.optional(),
});

/** What a good answer shows. */
const served = z.strictObject({
  status: z.int(),
  /** How the address of a redirect begins. */
  location: z.string().optional(),
  /** How the content type begins. */
  type: z.string().optional(),
  /** Members that the JSON has. */
  members: z.array(z.string()).optional(),
});

/** What the answer to an attack must be, to the letter. */
const refused = z.strictObject({
  status: z.int(),
  /** The OAuth error, in JSON, in a redirect to the client, or on a page. None where the answer names none. */
  error: z.string().optional(),
  /** All that the audit says of the request; none by default. */
  audit: z.array(z.string()).default([]),
  /** Stands in the description of the error, or in the audit's reason. */
  because: z.string().optional(),
  /** The whole JSON. For what is refused by 200: a token that is not active (RFC 7662 section 2.2). */
  body: z.record(z.string(), z.unknown()).optional(),
  /** How the address of a redirect begins, where it is not the client's. */
  location: z.string().optional(),
});

/** A JWT in a parameter, made anew: header and claims over those of the good one, signed by a key that the server under test names. */
const forgery = z.strictObject({
  parameter: z.string(),
  /** A value of null takes the member away; `{ in: seconds }` is a time from now; `{ public_key_of: name }` a JWK. */
  header: z.record(z.string(), z.unknown()).default({}),
  claims: z.record(z.string(), z.unknown()).default({}),
  /** `kept` leaves the signature of the good one, `none` leaves none; else the key's name. For HS256 its public half, as PEM. */
  key: z.string(),
});

/** A text that is near to the good one. */
const spoilt = z.strictObject({ parameter: z.string(), how: z.enum(waysToSpoil) });

/** One thing, and one alone. */
const change = z
  .strictObject({
    set: parameters,
    without: z.string(),
    /** Once more, after the good one. */
    again: parameters,
    /** After all parameters, as it stands. */
    append: z.string(),
    place: z.enum(['query', 'form']),
    method: z.string(),
    path: z.string(),
    headers: parameters,
    without_header: z.string(),
    body: z.strictObject({ type: z.string(), text: z.string() }),
    forge: forgery,
    spoil: spoilt,
    /** The good request, which is served, and then once more. */
    sent: z.literal('twice'),
  })
  .partial()
  .refine((one) => Object.keys(one).length === 1, 'one thing is changed, and one alone');

const group = z.strictObject({
  what: z.string(),
  /** The rule that would be broken. */
  breaks: z.string(),
  of: z.string(),
  refused,
  /** At the listener that the good request is not for, where that is not as in the whole file. */
  elsewhere: refused.optional(),
  changes: z.record(z.string(), change),
});

/** One file of the corpus: good requests, and what is changed in them. */
export const corpusFile = z
  .strictObject({
    good: z.record(z.string(), z.strictObject({ listener: z.enum(listeners), request, served })),
    /** What all of them get at the listener that they are not for. Without it they are for both, and sent to their own alone. */
    elsewhere: refused.optional(),
    attacks: z.array(group),
  })
  .superRefine(({ good, attacks }, context) => {
    for (const { what, of } of attacks) {
      if (!Object.hasOwn(good, of)) context.addIssue(`${what}: there is no good request ${of}`);
    }
  });

export type CorpusFile = z.infer<typeof corpusFile>;
export type GoodRequest = CorpusFile['good'][string];
export type CorpusRequest = z.infer<typeof request>;
export type Change = z.infer<typeof change>;
export type Forgery = z.infer<typeof forgery>;
export type Served = z.infer<typeof served>;
export type Refused = z.infer<typeof refused>;
