import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { register } from 'prom-client';
// What it imports counts.
import './index.ts';

const textOf = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const rules = textOf('../../../k8s/components/alerts/events.yaml');
const readme = textOf('../README.md');

const namesIn = (text: string): Set<string> => new Set([...text.matchAll(/\bevents_[a-z_]+/g)].map(([name]) => name));

/** Metrics of prom-client say their labels, and no type of theirs does. */
const labelsOf = (name: string): readonly string[] =>
  (register.getSingleMetric(name) as { labelNames?: readonly string[] } | undefined)?.labelNames ?? [];

describe('the alerts', () => {
  it.each([...namesIn(rules)])('ask for a metric that there is: %s', (name) => {
    expect(register.getSingleMetric(name)).toBeDefined();
  });

  it('ask for labels that it has', () => {
    const asked = [...rules.matchAll(/\b(events_[a-z_]+)\{(\w+)=/g)];
    expect(asked).not.toEqual([]);
    for (const [, metric = '', label] of asked) expect(labelsOf(metric)).toContain(label);
    for (const [, by = '', metric = ''] of rules.matchAll(/ by \(([\w, ]+)\) \((?:increase\()?(events_[a-z_]+)/g)) {
      // The service's name is Prometheus's own label.
      expect(['container', ...labelsOf(metric)]).toEqual(expect.arrayContaining(by.split(', ')));
    }
  });

  it('are due where the README says so', () => {
    const due = readme
      .split('\n')
      .filter((line) => line.startsWith('| `events_'))
      .filter((line) => (line.split('|').at(-2) ?? '').trim() !== '')
      .flatMap((line) => [...namesIn(line.split('|').slice(0, -2).join('|'))]);
    expect(due.length).toBeGreaterThan(4);
    expect([...namesIn(rules)]).toEqual(expect.arrayContaining(due));
  });
});
