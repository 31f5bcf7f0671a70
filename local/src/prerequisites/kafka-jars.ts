import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { cached } from './cache.ts';
import { findMaven } from './java.ts';
import { run } from './tools.ts';

const pom = fileURLToPath(new URL('../../kafka/pom.xml', import.meta.url));

/** A folder of the broker's jars, fetched by Maven the first time. */
export async function kafkaJars(
  cacheFolder: string,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<string> {
  const version = createHash('sha256').update(readFileSync(pom)).digest('hex').slice(0, 12);
  return cached(cacheFolder, `kafka-${version}`, async (folder) => {
    const maven = await findMaven({ cacheFolder, signal, say });
    say('Maven fetches Apache Kafka (43 MB, once)');
    const goal = ['dependency:copy-dependencies', '-DincludeScope=runtime', `-DoutputDirectory=${folder}`];
    await run(maven, ['--batch-mode', '--quiet', '--file', pom, ...goal], { signal });
  });
}
