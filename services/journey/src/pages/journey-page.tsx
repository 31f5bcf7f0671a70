import type { VNode } from 'preact';
import type { Hop } from '../journeys/hop.ts';
import type { Journey } from '../journeys/journey.ts';
import { HopRow } from './hop-row.tsx';
import { Layout, Moment } from './layout.tsx';

export function JourneyPage({ journey: { traceId, title, startedAt, hops } }: { journey: Journey }): VNode {
  return (
    <Layout title={title}>
      <nav>
        <a href="/">All journeys</a>
      </nav>
      <h1>{title}</h1>
      <p class="lead">
        <Moment at={startedAt} /> · trace <code>{traceId}</code>
      </p>
      <p class="legend">
        Each hop and what it could do. <s>Struck through</s>: what the hop before could, and this one cannot.
      </p>
      <ol class="hops" role="list">
        {hops.map((hop) => (
          <HopRow hop={hop} depth={depthOf(hop, hops)} />
        ))}
      </ol>
    </Layout>
  );
}

function depthOf({ after }: Hop, hops: readonly Hop[]): number {
  const before = after === null ? undefined : hops[after];
  return before ? 1 + depthOf(before, hops) : 0;
}
