import { calculateJwkThumbprint, type CryptoKey, exportJWK, FlattenedSign, generateKeyPair, type JWK } from 'jose';
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { KafkaRecord } from '../src/broker/kafka-client.ts';
import { headersOf } from '../src/broker/headers.ts';
import { signedContent } from '../src/author/signature.ts';

export interface SpecKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export async function specKey(alg = 'ES256'): Promise<SpecKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg);
  const jwk = await exportJWK(publicKey);
  const kid = await calculateJwkThumbprint(jwk);
  return { kid, privateKey, jwk: { ...jwk, kid, alg, use: 'sig' } };
}

/** By whatever key, with whatever in its protected header. */
export async function signedBy(
  { kid, privateKey }: SpecKey,
  record: KafkaRecord,
  header: Readonly<Record<string, unknown>> = {},
): Promise<KafkaRecord> {
  const { protected: head = '', signature } = await new FlattenedSign(signedContent(record))
    .setProtectedHeader({ alg: 'ES256', kid, typ: 'cloudevents+jws', b64: false, crit: ['b64'], ...header })
    .sign(privateKey);
  return { ...record, headers: { ...record.headers, ...headersOf({ jws: `${head}..${signature}` }) } };
}

/** A producer as far as its keys go: an HTTP server that a spec may stop, start and make slow. */
export class KeyServer {
  readonly keys: JWK[] = [];
  asked = 0;
  /** Answers with the keys of now, once the spec says so. */
  holdsNext = false;
  private readonly held: (() => void)[] = [];
  private server: Server | undefined;
  private port = 0;

  get url(): string {
    return `http://127.0.0.1:${this.port}/event-keys`;
  }

  async start(): Promise<void> {
    this.server = createServer((_, response) => {
      this.answer(response);
    });
    this.server.listen(this.port, '127.0.0.1');
    await once(this.server, 'listening');
    this.port = (this.server.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    if (!this.server?.listening) return;
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  release(): void {
    for (const answer of this.held.splice(0)) answer();
  }

  private answer(response: ServerResponse): void {
    this.asked += 1;
    const body = JSON.stringify({ keys: this.keys });
    const answer = (): void => {
      response.setHeader('content-type', 'application/jwk-set+json').end(body);
    };
    if (!this.holdsNext) answer();
    else {
      this.holdsNext = false;
      this.held.push(answer);
    }
  }
}
