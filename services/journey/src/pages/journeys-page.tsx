import type { VNode } from 'preact';
import type { Journey } from '../journeys/journey.ts';
import { Layout, Moment } from './layout.tsx';

export function JourneysPage({ journeys }: { journeys: readonly Journey[] }): VNode {
  return (
    <Layout title="Journeys">
      <h1>Journeys</h1>
      <p class="lead">The latest requests, each with what every hop of it was allowed.</p>
      {journeys.length === 0 ? (
        <p>None yet. Send a request through the edge, then reload.</p>
      ) : (
        <ol class="journeys" role="list">
          {journeys.map((journey) => (
            <Row journey={journey} />
          ))}
        </ol>
      )}
    </Layout>
  );
}

function Row({ journey: { traceId, title, startedAt, hops } }: { journey: Journey }): VNode {
  const services = [...new Set(hops.flatMap(({ from, to }) => [from, to]))];
  return (
    <li>
      <a href={`/traces/${traceId}`}>{title}</a>
      <span>{services.join(', ')}</span>
      <span>{hops.length === 1 ? '1 hop' : `${hops.length} hops`}</span>
      <Moment at={startedAt} />
    </li>
  );
}
