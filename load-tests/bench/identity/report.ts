import { type Claim, claimLine } from '../claims.ts';
import { median, type Round } from '../rounds.ts';
import { tableLines } from '../table.ts';
import { type Kind, kinds } from './contestant.ts';
import { type Cost, whole } from './cost.ts';

/** By what was done, and by whom: `swap now`. */
type Rounds = readonly Round<string, Cost>[];

export const done = (what: Kind | 'login', who: string): string => `${what} ${who}`;
export const signature = 'one PS256 signature';

/** The largest part of what another spends on a swap or an exchange that identity may spend now. */
const bounds = { before: 0.5, keycloak: 1 } as const;
type Other = keyof typeof bounds;

export interface Measured {
  readonly rounds: Rounds;
  readonly others: readonly Other[];
  /** What each of them is called. */
  readonly titles: Readonly<Record<'now' | Other, string>>;
}

/** What each took, in the figures of this machine and this moment. */
export function costTable({ rounds, others, titles }: Measured): string[] {
  const everybody = ['now', ...others] as const;
  const named = everybody.flatMap((who) =>
    (['login', ...kinds] as const).map((what): [string, string] => [done(what, who), `${what}, ${titles[who]}`]),
  );
  const present = [...named, [signature, signature] as const].filter(([key]) => rounds[0]?.[key]);
  const rows = present.map(([key, title]): [string, ...number[]] => {
    const of = (value: (cost: Cost) => number): number => median(rounds, (round) => value(costIn(round, key)));
    return [
      title,
      of((cost) => cost.perSecond),
      of(whole),
      of((cost) => cost.application),
      of((cost) => cost.database),
    ];
  });
  return tableLines(['each', 'per second', 'CPU us', 'application', 'database'], rows);
}

/** What holds on another machine too. */
export function ratioTable({ rounds, others, titles }: Measured): string[] {
  const rows = others.flatMap((other) =>
    (['login', ...kinds] as const)
      .filter((what) => rounds[0]?.[done(what, other)])
      .map((what): [string, ...number[]] => [
        `${what}, by ${titles[other]}`,
        ratio(rounds, what, other, whole),
        ratio(rounds, what, other, ({ perSecond }) => perSecond),
      ]),
  );
  return tableLines(['ratio', 'CPU', 'per second'], rows);
}

export function claimsOf({ rounds, others, titles }: Measured): Claim[] {
  return others.flatMap((other) =>
    (['swap', 'exchange'] as const).map((what) => ({
      says: `CPU of each ${what}, by that of ${titles[other]}`,
      measured: ratio(rounds, what, other, whole),
      bound: bounds[other],
      direction: 'at most' as const,
    })),
  );
}

export const claimLines = (claims: readonly Claim[]): string[] => claims.map(claimLine);

function ratio(rounds: Rounds, what: Kind | 'login', other: Other, value: (cost: Cost) => number): number {
  return median(rounds, (round) => value(costIn(round, done(what, 'now'))) / value(costIn(round, done(what, other))));
}

function costIn(round: Round<string, Cost>, key: string): Cost {
  const cost = round[key];
  if (!cost) throw new Error(`Nothing was measured of ${key}`);
  return cost;
}
