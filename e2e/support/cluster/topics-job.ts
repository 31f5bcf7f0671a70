import { randomUUID } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import { gunzipSync } from 'node:zlib';
import { z } from 'zod';
import { eventually } from '../eventually.ts';
import type { TopicPartition, TopicRecord, Topics } from '../topics.ts';
import type { Kubectl } from './kubectl.ts';
import { imageOf } from './operator.ts';
import { belongings, job, namespace } from './topics-job.manifests.ts';

export interface TopicsCall {
  readonly method: keyof Topics;
  readonly args: unknown[];
}

export class TopicsJobError extends Error {
  readonly code = 'topics_job';
  override readonly name = 'TopicsJobError';
}

const Created = z.object({ metadata: z.object({ uid: z.string() }) });
const Condition = z.object({ type: z.string(), status: z.string(), message: z.string().default('') });
const Ended = z.object({ status: z.object({ conditions: z.array(Condition) }) });

/**
 * Topics seen from within the cluster, the only place to reach the brokers from. Each call is a Job, with network policies that come and
 * go with it (docs/adr/0005).
 */
export class TopicsJob implements Topics {
  readonly #kubectl: Kubectl;

  constructor(kubectl: Kubectl) {
    this.#kubectl = kubectl;
  }

  records(): Promise<TopicRecord[]> {
    return this.#call('records');
  }

  publish(record: TopicRecord): Promise<number> {
    return this.#call('publish', record);
  }

  positionOf(groupId: string, place: TopicPartition): Promise<number> {
    return this.#call('positionOf', groupId, place);
  }

  create(topic: string): Promise<void> {
    return this.#call('create', topic);
  }

  delete(topic: string): Promise<void> {
    return this.#call('delete', topic);
  }

  async #call<Method extends keyof Topics>(
    method: Method,
    ...args: Parameters<Topics[Method]>
  ): Promise<Awaited<ReturnType<Topics[Method]>>> {
    const name = `e2e-topics-${randomUUID()}`;
    try {
      await this.#start(name, { method, args });
      const { type, message } = await eventually(() => this.#end(name), { deadlineMs: 90_000 });
      const printed = await this.#run('logs', `job/${name}`);
      if (type === 'Failed') throw new TopicsJobError(`${method}: ${message} ${printed}`);
      return deserialize(gunzipSync(Buffer.from(printed, 'base64'))) as Awaited<ReturnType<Topics[Method]>>;
    } finally {
      await this.#run('delete', `job/${name}`, '--ignore-not-found', '--wait=false');
    }
  }

  async #start(name: string, call: TopicsCall): Promise<void> {
    const image = await imageOf(this.#kubectl, 'billing');
    const created = await this.#create(job({ name, image, call: serialize(call).toString('base64') }));
    await this.#create(await belongings(name, Created.parse(JSON.parse(created)).metadata.uid));
    await this.#run('patch', `job/${name}`, '--patch={"spec":{"suspend":false}}');
  }

  async #end(name: string): Promise<z.infer<typeof Condition>> {
    const { conditions } = Ended.parse(JSON.parse(await this.#run('get', `job/${name}`, '--output=json'))).status;
    const end = conditions.find(({ type, status }) => ['Complete', 'Failed'].includes(type) && status === 'True');
    if (!end) throw new TopicsJobError(`${name} has not ended`);
    return end;
  }

  #create(manifest: object): Promise<string> {
    const fromInput = ['--filename=-', `--namespace=${namespace}`, '--output=json'];
    return this.#kubectl.feed(JSON.stringify(manifest), 'create', ...fromInput);
  }

  #run(...args: readonly string[]): Promise<string> {
    return this.#kubectl.run(...args, `--namespace=${namespace}`);
  }
}
