import { type CryptoKey, exportJWK, generateKeyPair, type GenerateKeyPairResult, type JWK, SignJWT } from 'jose';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json, text } from 'node:stream/consumers';

export const issuer = 'https://id.test';
export const audience = 'https://receiver.test';
export const sessionRevoked = 'https://schemas.openid.net/secevent/caep/event-type/session-revoked';
export const claimsChange = 'https://schemas.openid.net/secevent/caep/event-type/token-claims-change';

const keyPairs = new Map<string, Promise<GenerateKeyPairResult>>();

interface Poll {
  readonly ack?: readonly string[];
  readonly setErrs?: Readonly<Record<string, { readonly err: string }>>;
}

interface Stream {
  readonly unacknowledged: Map<string, string>;
}

/** What a spec may change of a security event token. */
export interface Spoilt {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
  readonly key?: CryptoKey;
  readonly jti?: string;
}

/** A transmitter of security events on the loopback interface, as identity's: it forgets streams, falls silent, and remembers what it was asked. */
export class StandInTransmitter {
  /** How long a poll is held that has nothing to say. */
  holdMs = 100;
  /** What requests are answered now instead of what they should be. */
  instead: ((request: IncomingMessage, response: ServerResponse) => boolean) | undefined;
  /** What its streams are said to tell of. */
  delivered: readonly string[] = [sessionRevoked, claimsChange];
  /** What it says of itself, where that is not the truth. */
  configuration: Record<string, unknown> = {};
  readonly polls: Poll[] = [];
  readonly asked: {
    readonly path: string;
    readonly authorization: string | undefined;
    readonly traceparent: unknown;
  }[] = [];
  readonly streams = new Map<string, Stream>();
  key!: CryptoKey;
  keys: JWK[] = [];
  /** The tokens that are asked for at its token endpoint. */
  tokens = 0;
  #count = 0;
  #waiting = new Set<() => void>();
  #server!: Server;
  #port = 0;

  static async start(): Promise<StandInTransmitter> {
    const transmitter = new StandInTransmitter();
    await transmitter.rotate('one');
    await transmitter.listen();
    return transmitter;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Signs with another key from now on; those of before stay published. */
  async rotate(kid: string, alg = 'PS256'): Promise<void> {
    const { privateKey, publicKey } = await keyPair(kid, alg);
    this.key = privateKey;
    this.keys.push({ ...(await exportJWK(publicKey)), kid, alg, use: 'sig' });
  }

  async listen(): Promise<void> {
    this.#server = createServer((request, response) => {
      const { authorization, traceparent } = request.headers;
      this.asked.push({ path: request.url ?? '', authorization, traceparent });
      if (this.instead?.(request, response)) return;
      this.#answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
    await once(this.#server.listen(this.#port, '127.0.0.1'), 'listening');
    this.#port = (this.#server.address() as AddressInfo).port;
  }

  /** Until it listens again, nobody is there. */
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  /** Tells every stream of an event, as soon as it asks. */
  async tell(events: Record<string, unknown>, { header, claims, key, jti }: Spoilt = {}): Promise<string> {
    const id = jti ?? `event-${String(++this.#count)}`;
    const { kid, alg } = this.keys.at(-1) ?? {};
    const payload = { iss: issuer, aud: audience, iat: Math.floor(Date.now() / 1000), jti: id, events, ...claims };
    const set = await new SignJWT(payload)
      .setProtectedHeader({ alg: alg ?? '', kid: kid ?? '', typ: 'secevent+jwt', ...header })
      .sign(key ?? this.key);
    this.tellSet(id, set);
    return id;
  }

  tellSet(jti: string, set: string): void {
    for (const { unacknowledged } of this.streams.values()) unacknowledged.set(jti, set);
    for (const wake of this.#waiting) wake();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    if (pathname === '/.well-known/ssf-configuration') {
      const endpoints = { jwks_uri: `${this.url}/jwks`, configuration_endpoint: `${this.url}/ssf/stream` };
      answer(response, 200, { issuer, ...endpoints, ...this.configuration });
    } else if (pathname === '/jwks') answer(response, 200, { keys: this.keys });
    else if (pathname === '/token') this.#token(await text(request), response);
    else if (pathname === '/ssf/stream' && request.method === 'POST') this.#create(response);
    else if (pathname === '/ssf/stream' && request.method === 'DELETE') {
      const found = this.streams.delete(searchParams.get('stream_id') ?? '');
      response.writeHead(found ? 204 : 404).end();
    } else await this.#poll(this.streams.get(pathname.slice('/ssf/poll/'.length)), request, response);
  }

  #token(form: string, response: ServerResponse): void {
    this.tokens += 1;
    const scope = new URLSearchParams(form).get('scope');
    answer(response, 200, { access_token: `for ${String(scope)}`, token_type: 'Bearer', expires_in: 300 });
  }

  #create(response: ServerResponse): void {
    const stream_id = `stream-${String(++this.#count)}`;
    this.streams.set(stream_id, { unacknowledged: new Map() });
    const delivery = { method: 'urn:ietf:rfc:8936', endpoint_url: `${this.url}/ssf/poll/${stream_id}` };
    answer(response, 201, { stream_id, iss: issuer, aud: audience, events_delivered: this.delivered, delivery });
  }

  async #poll(stream: Stream | undefined, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const poll = (await json(request)) as Poll;
    if (!stream) {
      answer(response, 404, {});
      return;
    }
    this.polls.push(poll);
    for (const jti of [...(poll.ack ?? []), ...Object.keys(poll.setErrs ?? {})]) stream.unacknowledged.delete(jti);
    if (stream.unacknowledged.size === 0) await this.#somethingToSay();
    answer(response, 200, { sets: Object.fromEntries(stream.unacknowledged), moreAvailable: false });
  }

  #somethingToSay(): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, this.holdMs);
      this.#waiting.add(wake);
    });
  }
}

/** Making one takes its time: those of one name are the same in all of a file's specs. */
export function keyPair(kid: string, alg: string): Promise<GenerateKeyPairResult> {
  const made = keyPairs.get(kid) ?? generateKeyPair(alg, { extractable: true });
  keyPairs.set(kid, made);
  return made;
}

function answer(response: ServerResponse, status: number, content: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(content));
}
