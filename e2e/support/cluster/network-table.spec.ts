import { expect, it } from '@jest/globals';
import { NetworkTable } from './network-table.ts';

const table = new NetworkTable(`
## Who connects to whom

| from           | to            | port      | what for |
| -------------- | ------------- | --------- | -------- |
| apps/order     | data/kafka    | 9092      | events   |
| edge/\\*, x/job | kube-system/y | dns, 5353 | names    |

## Other

| apps/order | data/postgres | 1 | in no such table |
`);

it.each([
  ['apps/order', 'data/kafka', '9092', true],
  ['apps/order', 'data/kafka', '9093', false],
  ['apps/billing', 'data/kafka', '9092', false],
  ['data/kafka', 'apps/order', '9092', false],
  ['edge/anything', 'kube-system/y', 'dns', true],
  ['x/job', 'kube-system/y', '5353', true],
  ['x/other', 'kube-system/y', 'dns', false],
  ['apps/order', 'data/postgres', '1', false],
])('%s to %s at %s: %p', (from, to, port, allowed) => {
  expect(table.size).toBe(2);
  expect(table.allows(from, to, port)).toBe(allowed);
});
