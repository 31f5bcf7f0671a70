import type { Hop, Journey } from '@downscope/e2e/support/journeys.ts';
import { tableLines } from './table.ts';

const head = ['hop, and the rule that granted it', 'scopes', 'claims', 'actors', 'left'];

/** What each hop could do, and behind a minus what the hop before it could besides. */
export function journeyLines({ hops }: Journey): string[] {
  return tableLines(head, hops.map(row));
}

export function nameOf({ from, to, via }: Hop): string {
  return via === 'event' ? `${from} -> ${to}, an event` : `${from} -> ${to}`;
}

function row(hop: Hop): string[] {
  const { via, scopes, claims, lost, actors, secondsLeft, rule } = hop;
  return [
    rule === null ? nameOf(hop) : `${nameOf(hop)}\n  ${rule}`,
    [...(via === 'event' ? ['no token'] : inPairs(scopes)), ...lostLine(lost.scopes)].join('\n'),
    [...inPairs(claims), ...lostLine(lost.claims)].join('\n'),
    via === 'client_credentials' ? 'itself' : actors.join(', '),
    secondsLeft === null ? '' : `${secondsLeft} s`,
  ];
}

function inPairs(names: readonly string[]): string[] {
  return names.flatMap((_, index) => (index % 2 === 0 ? [names.slice(index, index + 2).join(' ')] : []));
}

function lostLine(names: readonly string[]): string[] {
  return inPairs(names).map((pair) => `- ${pair}`);
}
