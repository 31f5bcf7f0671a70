import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { InsecureTransmitter, StreamUnknown, TransmitterUnavailable } from './errors.ts';
import { endingEvents } from './security-event-token.ts';

/** Where events come from, and who asks for them. */
export interface TransmitterOptions {
  /** What the transmitter is called; compared, never dialed. */
  readonly issuer: string;
  /** Where it is reached; dialed, never compared. */
  readonly transmitterUrl: string;
  /** A token that its stream management takes; asked for at each request. */
  readonly token: () => Promise<{ reveal(): string }>;
  /** Lets events travel over plain http: where something else protects the way (a mesh's mTLS), or on one machine. */
  readonly allowInsecureHttp: boolean;
}

/** What a poll is answered: security event tokens by their `jti`, and whether the transmitter has more already. */
export interface Polled {
  readonly sets: Readonly<Record<string, string>>;
  readonly moreAvailable: boolean;
}

/** Why a security event token was not taken, for the transmitter (RFC 8936 section 2.2). */
export type SetErrors = Readonly<Record<string, { readonly err: string; readonly description: string }>>;

interface Asked {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly signal?: AbortSignal;
  readonly body?: unknown;
}

const poll = 'urn:ietf:rfc:8936';
/** To the last byte. More than a poll is held for, or the transmitter is out. */
const timeoutMs = 2_000;
const longestGoodbyeMs = 1_000;
const mostAtOnce = 100;
/** An unknown key is looked for at once: no stranger can name one here, the transmitter alone. */
const keysCoolDownMs = 0;

const configuration = z.object({ issuer: z.string(), jwks_uri: z.url(), configuration_endpoint: z.url() });
const stream = z.object({
  stream_id: z.string().min(1),
  iss: z.string(),
  aud: z.union([z.string(), z.array(z.string()).min(1)]),
  events_delivered: z.array(z.string()),
  delivery: z.object({ method: z.literal(poll), endpoint_url: z.url() }),
});
const polled = z.object({
  sets: z.record(z.string(), z.string()),
  moreAvailable: z.boolean().default(false),
});

/** A stream of security events that one receiver has of its own, and polls (OpenID SSF 1.0 section 8.1.1, RFC 8936). */
export class EventStream {
  readonly keys: JWTVerifyGetKey;
  readonly audience: string | string[];
  readonly #options: TransmitterOptions;
  readonly #configurationEndpoint: string;
  readonly #id: string;
  readonly #pollEndpoint: string;

  private constructor(
    options: TransmitterOptions,
    { jwks_uri, configuration_endpoint }: z.infer<typeof configuration>,
    { aud, stream_id, delivery }: z.infer<typeof stream>,
  ) {
    this.#options = options;
    this.#configurationEndpoint = configuration_endpoint;
    this.#id = stream_id;
    this.#pollEndpoint = mustBeSafe(delivery.endpoint_url, options);
    this.audience = aud;
    this.keys = createRemoteJWKSet(new URL(mustBeSafe(jwks_uri, options)), {
      cooldownDuration: keysCoolDownMs,
      timeoutDuration: timeoutMs,
    });
  }

  /**
   * Asks the transmitter for a stream, which begins with what ended lately.
   *
   * @throws TransmitterUnavailable, InsecureTransmitter
   */
  static async open(options: TransmitterOptions, description: string, signal: AbortSignal): Promise<EventStream> {
    const where = `${options.transmitterUrl}/.well-known/ssf-configuration`;
    const found = configuration.safeParse((await answer(where, { method: 'GET', signal }, 200)).content);
    if (!found.success) throw new TransmitterUnavailable('Its configuration is none', { cause: found.error });
    if (found.data.issuer !== options.issuer) throw new TransmitterUnavailable('It is another issuer');

    const endpoint = mustBeSafe(found.data.configuration_endpoint, options);
    const body = { events_requested: endingEvents, delivery: { method: poll }, description };
    const created = await answer(endpoint, { method: 'POST', body, signal }, 201, options);
    const made = stream.safeParse(created.content);
    if (!made.success) throw new TransmitterUnavailable('Its stream is none', { cause: made.error });
    const lacking = endingEvents.filter((event) => !made.data.events_delivered.includes(event));
    if (made.data.iss !== options.issuer || lacking.length > 0) {
      throw new TransmitterUnavailable(`Its stream does not tell of ${lacking.join(', ') || 'this issuer'}`);
    }
    return new EventStream(options, found.data, made.data);
  }

  /**
   * Waits for events as long as the transmitter holds the request, and acknowledges those of before.
   *
   * @throws TransmitterUnavailable, StreamUnknown
   */
  async poll(ack: readonly string[], setErrs: SetErrors, signal: AbortSignal): Promise<Polled> {
    const refused = Object.keys(setErrs).length > 0 ? { setErrs } : {};
    const body = { ack, ...refused, maxEvents: mostAtOnce, returnImmediately: false };
    const asked = await answer(this.#pollEndpoint, { method: 'POST', body, signal }, 200, this.#options);
    const { success, data, error } = polled.safeParse(asked.content);
    if (!success) throw new TransmitterUnavailable('Its answer to a poll is none', { cause: error });
    return data;
  }

  /** Gives the stream back. That it cannot be is no matter: the transmitter forgets what nobody polls. */
  async close(): Promise<void> {
    const url = new URL(this.#configurationEndpoint);
    url.searchParams.set('stream_id', this.#id);
    const given = answer(url.href, { method: 'DELETE' }, 204, this.#options).catch(() => undefined);
    await Promise.race([given, pause(longestGoodbyeMs, undefined, { ref: false })]);
  }
}

/** @throws InsecureTransmitter */
export function mustBeSafe(url: string, { allowInsecureHttp }: Pick<TransmitterOptions, 'allowInsecureHttp'>): string {
  if (!allowInsecureHttp && new URL(url).protocol !== 'https:') throw new InsecureTransmitter(url);
  return url;
}

async function answer(
  url: string,
  { method, body, signal }: Asked,
  status: number,
  authorized?: TransmitterOptions,
): Promise<{ content: unknown }> {
  const answered = await send(url, method, body, signal, authorized);
  if (answered.status === 404) throw new StreamUnknown();
  if (answered.status !== status)
    throw new TransmitterUnavailable(`It answered ${answered.status} to ${method} ${url}`);
  return { content: answered.content };
}

async function send(
  url: string,
  method: string,
  body: unknown,
  ending: AbortSignal | undefined,
  authorized: TransmitterOptions | undefined,
): Promise<{ status: number; content: unknown }> {
  const request = new AbortController();
  const end = (): void => {
    request.abort();
  };
  const deadline = setTimeout(end, timeoutMs);
  // Not AbortSignal.any: what it makes of a signal that outlives all requests is kept as long.
  ending?.addEventListener('abort', end, { once: true });
  try {
    const headers = {
      accept: 'application/json',
      traceparent: unsampled(),
      ...(authorized && { authorization: await authorization(authorized, request.signal) }),
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(url, { method, headers, redirect: 'error', signal: request.signal, ...sent });
    return { status: response.status, content: parsed(await response.text()) };
  } catch (cause) {
    throw new TransmitterUnavailable(`${method} ${url} was not answered`, { cause });
  } finally {
    clearTimeout(deadline);
    ending?.removeEventListener('abort', end);
  }
}

/** The token's own source may take its time: nobody waits for it longer than for the answer. */
async function authorization({ token }: TransmitterOptions, signal: AbortSignal): Promise<string> {
  const late = new Promise<never>((_, reject) => {
    const tooLate = (): void => {
      reject(new Error('No token came in time'));
    };
    if (signal.aborted) tooLate();
    signal.addEventListener('abort', tooLate, { once: true });
  });
  return `Bearer ${(await Promise.race([token(), late])).reveal()}`;
}

/** Several polls a second are no journey of anybody's: whoever traces is asked not to record them (W3C Trace Context section 3.2.2.5). */
function unsampled(): string {
  return `00-${randomBytes(16).toString('hex')}-${randomBytes(8).toString('hex')}-00`;
}

/** Undefined for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
