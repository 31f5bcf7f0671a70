import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { type HoldsBrokerToken, kafkaClientNames, type KafkaOptions } from './kafka-client.ts';

/** A service is to encrypt what it says to Kafka, and has no certificates to know Kafka by. */
export class KafkaCaMissing extends Error {
  readonly code = 'kafka_ca_missing';
  override readonly name = 'KafkaCaMissing';

  constructor(problem: string, options?: ErrorOptions) {
    super(`KAFKA_CA_FILE ${problem}, and KAFKA_SECURITY_PROTOCOL is SASL_SSL`, options);
  }
}

/** How a service finds Kafka, for its `*.config.ts`. */
export const kafkaSettings = {
  /** Kafka's bootstrap servers: host:port, separated by commas. */
  KAFKA_BROKERS: z.string().transform((list) => list.split(',')),
  /**
   * In Kafka's own words. Only SASL_SSL is fit for a network that others are on; SASL_PLAINTEXT for one machine, or inside a mesh that
   * encrypts; PLAINTEXT for a broker that asks nobody who they are.
   */
  KAFKA_SECURITY_PROTOCOL: z.enum(['SASL_SSL', 'SASL_PLAINTEXT', 'PLAINTEXT']).default('SASL_SSL'),
  /** The certificates, in PEM, that a broker's is signed by. */
  KAFKA_CA_FILE: z.string().optional(),
  /** The package that speaks to Kafka: kafkajs, or platformatic for `@platformatic/kafka`, which is then to be installed. */
  KAFKA_CLIENT: z.enum(kafkaClientNames).default('kafkajs'),
};

type KafkaSettings = z.infer<z.ZodObject<typeof kafkaSettings>>;

/**
 * @param token the service's own for the broker
 * @throws KafkaCaMissing
 */
export function kafkaFrom(
  settings: KafkaSettings,
  token: HoldsBrokerToken,
): Pick<KafkaOptions, 'brokers' | 'security' | 'client'> {
  const { KAFKA_BROKERS: brokers, KAFKA_SECURITY_PROTOCOL: protocol, KAFKA_CA_FILE: caFile } = settings;
  const common = { brokers, client: settings.KAFKA_CLIENT };
  if (protocol === 'PLAINTEXT') return common;
  if (protocol === 'SASL_PLAINTEXT') return { ...common, security: { token } };
  mustBeReadable(caFile);
  return { ...common, security: { token, caFile } };
}

function mustBeReadable(caFile: string | undefined): asserts caFile {
  if (caFile === undefined) throw new KafkaCaMissing('is not set');
  try {
    accessSync(caFile, constants.R_OK);
  } catch (cause) {
    throw new KafkaCaMissing('cannot be read', { cause });
  }
}
