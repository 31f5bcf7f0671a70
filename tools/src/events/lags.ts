import type { Admin } from 'kafkajs';

/** How far a group of consumers is behind in one partition. */
export interface Lag {
  readonly group: string;
  readonly topic: string;
  readonly partition: number;
  readonly behind: number;
}

type Offsets = Awaited<ReturnType<Admin['fetchTopicOffsets']>>;

/** Of every group, in each partition of these topics that it has noted a place in. */
export async function lagsOf(admin: Admin, topics: readonly string[]): Promise<Lag[]> {
  const ends = new Map<string, Offsets>();
  for (const topic of topics) ends.set(topic, await admin.fetchTopicOffsets(topic));
  const groups = (await admin.listGroups()).groups.map(({ groupId }) => groupId).sort();
  const lags: Lag[] = [];
  for (const group of groups) {
    for (const { topic, partitions } of await admin.fetchOffsets({ groupId: group })) {
      for (const { partition, offset } of partitions) {
        const end = ends.get(topic)?.find((candidate) => candidate.partition === partition);
        // What retention has taken, nobody is behind with any more.
        if (end)
          lags.push({ group, topic, partition, behind: Number(end.high) - Math.max(Number(offset), Number(end.low)) });
      }
    }
  }
  return lags;
}
