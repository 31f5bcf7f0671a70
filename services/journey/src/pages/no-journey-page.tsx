import type { VNode } from 'preact';
import { Layout } from './layout.tsx';

export function NoJourneyPage(): VNode {
  return (
    <Layout title="No such journey">
      <h1>No such journey</h1>
      <p class="lead">Either it is too long ago, or its spans have not arrived yet: reload in a moment.</p>
      <p>
        <a href="/">All journeys</a>
      </p>
    </Layout>
  );
}
