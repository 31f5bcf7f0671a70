import type { VNode } from 'preact';
import type { Hop, Via } from '../journeys/hop.ts';

const maxIndent = 4;

const how: Record<Via, string> = {
  client: 'opaque token',
  edge: 'swapped at the edge',
  exchange: 'exchanged',
  client_credentials: 'its own token',
  event: 'event, no token',
  refused: 'no token given',
};

export function HopRow({ hop, depth }: { hop: Hop; depth: number }): VNode {
  const { from, to, via, action, status } = hop;
  return (
    <li class={`hop ${via} depth-${Math.min(depth, maxIndent)}`}>
      <div class="who">
        <h2>
          {from} <span aria-label="to">→</span> {to}
        </h2>
        <span class="how">{how[via]}</span>
        {action !== null && (
          <p>
            <code>{action}</code>
            {status !== null && <span class={status < 400 ? 'status' : 'status bad'}> {status}</span>}
          </p>
        )}
        {hop.topic !== null && <p>on topic {hop.topic}</p>}
        {hop.reason !== null && <p class="bad">{hop.reason}</p>}
      </div>
      <Names title="Scopes" held={hop.scopes} lost={hop.lost.scopes} />
      <Names title="Claims" held={hop.claims} lost={hop.lost.claims} />
      <Details hop={hop} />
    </li>
  );
}

function Names({ title, held, lost }: { title: string; held: readonly string[]; lost: readonly string[] }): VNode {
  return (
    <div class="names">
      <h3>{title}</h3>
      {held.length + lost.length === 0 && <p>none</p>}
      <ul role="list">
        {held.map((name) => (
          <li>{name}</li>
        ))}
        {lost.map((name) => (
          <li>
            <s>
              <span class="spoken">lost: </span>
              {name}
            </s>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Details({ hop: { audience, actors, secondsLeft, rule, jti, isCached } }: { hop: Hop }): VNode | null {
  const entries = Object.entries({
    Audience: audience,
    'Acting for the person': actors.toReversed().join(' → '),
    'Granted by': rule,
    'Lives for': secondsLeft === null ? null : `${secondsLeft} s${isCached ? ', issued in an earlier request' : ''}`,
    'Token id': jti,
  }).filter(([, value]) => value);
  if (entries.length === 0) return null;
  return (
    <dl>
      {entries.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
