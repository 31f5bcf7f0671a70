import { context, ROOT_CONTEXT } from '@opentelemetry/api';
import type { HoldsBrokerToken } from './kafka-client.ts';

/** The broker does not take the service's token. */
export class BrokerRefusedToken extends Error {
  readonly code = 'broker_refused_token';
  override readonly name = 'BrokerRefusedToken';

  /** @param reason the broker's own, such as invalid_token */
  constructor(reason: string) {
    super(`Kafka does not take the token of this service: ${reason}`);
  }
}

/** The connection is everybody's: its token belongs to the trace of no one event. */
export async function shown(token: HoldsBrokerToken): Promise<string> {
  const held = await context.with(ROOT_CONTEXT, () => token.get());
  return held.reveal();
}

/**
 * @param answer the broker's to a token: the reason why it is none (RFC 7628 section 3.2.2), or nothing
 * @throws BrokerRefusedToken
 */
export function mustBeWelcome(answer: Buffer): void {
  if (answer.length > 0) throw new BrokerRefusedToken(reasonIn(answer));
}

interface Exchange {
  readonly saslAuthenticate: (messages: {
    request: { encode: () => Promise<Buffer> };
    response: { decode: (bytes: Buffer) => Buffer; parse: (answer: Buffer) => void };
  }) => Promise<unknown>;
}

/**
 * SASL/OAUTHBEARER (RFC 7628) as kafkajs wants a mechanism. Its own one does not look at the answer, and so takes a refusal (section
 * 3.2.2) for a welcome.
 */
export function bearerOf(token: HoldsBrokerToken): {
  mechanism: string;
  authenticationProvider: (exchange: Exchange) => { authenticate: () => Promise<void> };
} {
  return {
    mechanism: 'oauthbearer',
    authenticationProvider: ({ saslAuthenticate }) => ({
      authenticate: async () => {
        const message = Buffer.from(`n,,\u0001auth=Bearer ${await shown(token)}\u0001\u0001`);
        await saslAuthenticate({
          request: { encode: () => Promise.resolve(withLength(message)) },
          response: { decode: (bytes) => bytes.subarray(4), parse: mustBeWelcome },
        });
      },
    }),
  };
}

/** kafkajs writes it as it is, length first, as Kafka has bytes. */
function withLength(message: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeInt32BE(message.length);
  return Buffer.concat([length, message]);
}

function reasonIn(answer: Buffer): string {
  try {
    return String((JSON.parse(answer.toString('utf8')) as { status?: unknown }).status);
  } catch {
    return 'without a reason';
  }
}
