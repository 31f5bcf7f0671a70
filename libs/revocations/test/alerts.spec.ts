import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { register } from 'prom-client';
// What it imports counts.
import '../src/index.ts';

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const rules = textOf('../../../k8s/components/alerts/revocations.yaml');
const readme = textOf('../README.md');

const namesIn = (text: string): Set<string> =>
  new Set([...text.matchAll(/\brevocations_[a-z_]+/g)].map(([name]) => name));

describe('the alerts', () => {
  it.each([...namesIn(rules)])('ask for a metric that there is: %s', (name) => {
    expect(register.getSingleMetric(name)).toBeDefined();
  });

  it('are due where the README says so', () => {
    const due = readme
      .split('\n')
      .filter((line) => line.startsWith('| `revocations_') && (line.split('|').at(-2) ?? '').trim() !== '')
      .flatMap((line) => [...namesIn(line)]);
    expect([...namesIn(rules)].sort()).toEqual(due.sort());
    expect(due.length).toBeGreaterThan(1);
  });
});
