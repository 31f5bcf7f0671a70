import { Command } from 'commander';

/** The last commit before identity had limits, sessions that end, keys that rotate and an audit that is sealed. */
const commitBefore = '6e55def024c343ed6fb9df9bcf77c595be3ddf1a';

export interface Options {
  readonly against: string;
  readonly keycloak: boolean;
  readonly profile: boolean;
}

export function options(args: readonly string[]): Options {
  return new Command('bench identity')
    .description(
      'Measures what identity costs for each login, swap, exchange and own token. Exits with 1 when a bound is not held.',
    )
    .option('--against <commit>', 'beside identity as it was then, built in a worktree of its own', commitBefore)
    .option('--keycloak', 'beside Keycloak too, from Maven Central, on the same PostgreSQL', false)
    .option('--profile', "show what identity's CPU goes to, after all is measured", false)
    .parse(args, { from: 'user' })
    .opts<Options>();
}
