import { calculateJwkThumbprint, type CryptoKey, exportJWK, FlattenedSign, generateKeyPair } from 'jose';
import { headersOf } from '../broker/headers.ts';
import type { KafkaRecord } from '../broker/kafka-client.ts';
import type { EventKeys } from './event-keys.ts';
import { type ProtectedHeader, signatureHeader, signedContent } from './signature.ts';

const signsForMs = 24 * 60 * 60 * 1000;

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
}

/**
 * Signs what this process sends, by a key that it made itself and that never leaves its memory. Its public half is published before
 * anything is signed by it. A key signs for a day, and a new process begins with a new one.
 */
export class EventSigner {
  private key: Promise<SigningKey> | undefined;
  private signsUntil = -Infinity;

  /** @param now milliseconds of a clock that never jumps */
  constructor(
    private readonly keys: EventKeys,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** @throws DatabaseUnavailable when a new key is due and cannot be published */
  async sign(record: KafkaRecord): Promise<KafkaRecord> {
    return signed(record, await this.currentKey());
  }

  private currentKey(): Promise<SigningKey> {
    if (this.key && this.now() < this.signsUntil) return this.key;
    this.signsUntil = this.now() + signsForMs;
    const key = this.newKey();
    this.key = key;
    key.catch(() => (this.key = undefined));
    return key;
  }

  private async newKey(): Promise<SigningKey> {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(jwk);
    await this.keys.publish(kid, { ...jwk, kid, alg: 'ES256', use: 'sig' });
    return { kid, privateKey };
  }
}

async function signed(record: KafkaRecord, { kid, privateKey }: SigningKey): Promise<KafkaRecord> {
  const header: ProtectedHeader = { alg: 'ES256', kid, typ: 'cloudevents+jws', b64: false, crit: ['b64'] };
  const { protected: head, signature } = await new FlattenedSign(signedContent(record))
    .setProtectedHeader(header)
    .sign(privateKey);
  return {
    ...record,
    headers: { ...record.headers, ...headersOf({ [signatureHeader]: `${head ?? ''}..${signature}` }) },
  };
}
