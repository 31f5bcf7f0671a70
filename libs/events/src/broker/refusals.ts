import { RecordsRefused } from './kafka-client.ts';

// By Kafka's names (protocol.html#protocol_error_codes), which every client repeats.
const ofTopic = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION', 'TOPIC_AUTHORIZATION_FAILED']);
const ofRecord = new Set(['MESSAGE_TOO_LARGE', 'RECORD_LIST_TOO_LARGE', 'INVALID_RECORD', 'INVALID_TIMESTAMP']);

/** @param reason why Kafka did not take records, by Kafka's name; nothing when it may take the same ones later */
export function refusalBy(reason: string): RecordsRefused | undefined {
  if (!ofTopic.has(reason) && !ofRecord.has(reason)) return undefined;
  return new RecordsRefused(reason.toLowerCase(), ofTopic.has(reason));
}
