import { Kafka, logLevel } from 'kafkajs';
import { until } from '../supervisor/waiting.ts';

const topics = ['orders', 'invoices', 'orders.dead-letter', 'invoices.dead-letter'];

/** Creates the topics that are not there; the broker makes none by itself. */
export async function provideTopics(brokers: string, signal: AbortSignal): Promise<void> {
  hideTimeoutWarnings();
  const kafka = new Kafka({
    clientId: 'downscope-local',
    brokers: brokers.split(','),
    logLevel: logLevel.NOTHING,
    retry: { retries: 0 },
  });
  const admin = kafka.admin();
  try {
    await until({ what: `Kafka at ${brokers}`, deadlineMs: 60_000, signal }, async () => {
      await admin.connect();
      const there = await admin.listTopics();
      const missing = topics.filter((topic) => !there.includes(topic)).map((topic) => ({ topic }));
      if (missing.length > 0) await admin.createTopics({ topics: missing, waitForLeaders: true });
    });
  } finally {
    await admin.disconnect();
  }
}

/** kafkajs 2 gives setTimeout a negative delay, harmlessly, and Node warns of it. */
function hideTimeoutWarnings(): void {
  const listeners = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name !== 'TimeoutNegativeWarning') for (const listener of listeners) listener(warning);
  });
}
