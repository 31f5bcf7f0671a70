import { decodeProtectedHeader } from 'jose';
import type { KafkaRecord } from '../broker/kafka-client.ts';
import type { CloudEvent } from '../cloud-event.ts';
import { sourceOf } from '../event-source.ts';
import type { EventType } from '../event-type.ts';
import { EventForged, EventUnsigned, ProducerKeysMissing } from './author-errors.ts';
import { ProducerKeys } from './producer-keys.ts';
import { protectedHeader, signatureHeader, signedContent } from './signature.ts';

/** Lets an event count only if it is the word of the service that its type belongs to. Whoever else reaches the broker says nothing. */
export class Authors {
  private readonly keys: ReadonlyMap<string, ProducerKeys>;

  /** @param urls of the JWK Sets, by the name of the service */
  constructor(urls: Readonly<Record<string, string>>) {
    this.keys = new Map(Object.entries(urls).map(([producer, url]) => [producer, new ProducerKeys(url)]));
  }

  /** @throws ProducerKeysMissing unless events of this type can be checked, where they must be */
  mustKnow({ type, producer }: EventType): void {
    if (producer !== undefined && !this.keys.has(producer)) throw new ProducerKeysMissing(type, producer);
  }

  /**
   * @throws EventUnsigned, EventForged
   * @throws anything else when the producer's keys cannot be had: then nothing is known of the record yet
   */
  async check({ type, producer }: EventType, event: CloudEvent, record: KafkaRecord): Promise<void> {
    if (producer === undefined) return;
    const keys = this.keys.get(producer);
    if (!keys) throw new ProducerKeysMissing(type, producer);
    const jws = record.headers[signatureHeader]?.toString('utf8');
    if (jws === undefined) throw new EventUnsigned();
    if (event.source !== sourceOf(producer)) throw new EventForged(`its source is not ${producer}`);
    if (!(await keys.haveSigned({ ...partsOf(jws), payload: signedContent(record) }))) {
      throw new EventForged(`${producer} has not signed it`);
    }
  }
}

/** @throws EventForged when this is no signature of the one kind that counts */
function partsOf(jws: string): { protected: string; signature: string } {
  const [, head = '', signature = ''] = /^([\w-]+)\.\.([\w-]+)$/.exec(jws) ?? [];
  if (!protectedHeader.safeParse(headerIn(head)).success) throw new EventForged('its signature is of another kind');
  return { protected: head, signature };
}

function headerIn(head: string): unknown {
  try {
    return decodeProtectedHeader({ protected: head, payload: '', signature: '' });
  } catch {
    return undefined;
  }
}
