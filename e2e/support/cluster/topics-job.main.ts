import { readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { gzipSync } from 'node:zlib';
import { Broker } from '../broker.ts';
import type { TopicsCall } from './topics-job.ts';

// What a pod of TopicsJob runs: one method of Broker, its answer on standard output. Compressed it fits a container's log, which the
// kubelet rotates at 10 MiB, and one that was cut does not unpack.

const [brokers = '', encoded = ''] = process.argv.slice(2);
const { method, args } = deserialize(Buffer.from(encoded, 'base64')) as TopicsCall;
const text = (file: string): string => readFileSync(`/var/run/downscope/${file}`, 'utf8');
const broker = new Broker({
  brokers: brokers.split(','),
  ssl: { ca: text('kafka-ca/ca.crt') },
  sasl: { mechanism: 'plain', username: text('kafka-operator/username'), password: text('kafka-operator/password') },
});
const answer = await broker[method](...(args as [never, never]));
console.log(gzipSync(serialize(answer)).toString('base64'));
