import { createHmac, timingSafeEqual } from 'node:crypto';
import type { SecretKey } from '../keys/key.ts';

/** What a seal says: which rows of one month came since the one before it, and what stood in them. Ids are decimal. */
export interface SealedRows {
  /** One more than that of the seal before. */
  readonly number: number;
  readonly sealedAt: Date;
  /** YYYY-MM */
  readonly month: string;
  readonly ids: readonly string[];
  /** SHA-256 of each row's line, one after the other. */
  readonly digests: Buffer;
  /** No row up to here is looked for again, but for the gaps. */
  readonly lastId: string;
  readonly gaps: readonly string[];
}

export interface Seal extends SealedRows {
  /** The MAC of the seal before; the first has none. So the seals are a chain. */
  readonly previous: Buffer | null;
  readonly kid: string;
  readonly mac: Buffer;
}

const digestBytes = 32;

export function sealed(rows: SealedRows, before: Seal | undefined, { kid, secret }: SecretKey): Seal {
  const seal = { ...rows, previous: before?.mac ?? null, kid };
  return { ...seal, mac: macOf(seal, secret) };
}

export function isGenuine(seal: Seal, secret: Buffer): boolean {
  const expected = macOf(seal, secret);
  return seal.mac.length === expected.length && timingSafeEqual(seal.mac, expected);
}

export function follows({ number, previous }: Seal, before: Seal): boolean {
  return number === before.number + 1 && previous?.equals(before.mac) === true;
}

export function digestAt({ digests }: SealedRows, index: number): string {
  return digests.subarray(index * digestBytes, (index + 1) * digestBytes).toString('hex');
}

/** What names a seal to somebody who keeps it elsewhere: a chain that was cut off before it has it no more. */
export function headOf({ number, mac }: Seal): string {
  return `${number}:${mac.toString('base64url')}`;
}

function macOf(seal: Omit<Seal, 'mac'>, secret: Buffer): Buffer {
  const { number, sealedAt, month, ids, digests, lastId, gaps, previous, kid } = seal;
  const said = [number, sealedAt, month, ids, digests.toString('hex'), lastId, gaps, previous?.toString('hex'), kid];
  return createHmac('sha256', secret).update(JSON.stringify(said)).digest();
}
