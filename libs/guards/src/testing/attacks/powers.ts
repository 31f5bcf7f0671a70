import { type AttackFamily, forged, shown } from './attack.ts';

const noScopes: unknown[] = [
  ...[null, 0, true, {}, [], ['orders_read'], ['orders_read', 'admin'], { orders_read: true }],
  ...[' orders_read', 'orders_read ', 'orders_read  admin', ' ', 'orders_read\tadmin', 'orders_read\nadmin'],
  ...['orders"read', String.raw`orders\read`, 'orders_read\u0000', 'orders_read\u00a0admin', 'or\u0501ers', '\ud800'],
];
const noActors: unknown[] = [
  ...[null, 'order', '', 0, true, [], [{ sub: 'order' }], {}, { act: { sub: 'order' } }],
  ...['', null, 1, ['order'], { sub: 'order' }, 'or\u0000der', 'order\u200b', '\ud800', 'x'.repeat(256)].map((sub) => ({
    sub,
  })),
  ...['order', null, {}, [], { sub: '' }, { sub: 1 }].map((act) => ({ sub: 'billing', act })),
];

const noLogins: unknown[] = [null, '', 0, true, ['phr'], { phr: true }, 'phr\u0000', '\ud800'];

/** What the token allows, who acts by it, and how strongly its person logged in. */
export const powers: AttackFamily = (baseline) => [
  ...noScopes.map((scope) =>
    forged('scope_malformed', `scope ${shown(scope)}`, baseline.withClaims({ [baseline.profile.scope]: scope })),
  ),
  ...noActors.map((act, i) => forged('act_malformed', `act, form ${i + 1}`, baseline.withClaims({ act }))),
  ...noLogins.map((acr) => forged('acr_malformed', `acr ${shown(acr)}`, baseline.withClaims({ acr }))),
  ...[5, 6, 100].map((depth) => forged('act_malformed', `${depth} actors`, baseline.withClaims({ act: chain(depth) }))),
];

function chain(depth: number): object {
  return { sub: `actor-${depth}`, ...(depth > 1 && { act: chain(depth - 1) }) };
}
