import { parseArgs } from 'node:util';
import { people, type Person } from '@downscope/e2e/support/people.ts';
import { apis, type ApiName } from '@downscope/e2e/support/stack.ts';
import { type Target, targetFrom, targetOptions } from '@downscope/e2e/support/target.ts';

const clients = ['walkthrough', 'budget-planner'] as const;

export interface TokenRequest {
  readonly person: Person;
  readonly client: (typeof clients)[number];
  /** The APIs that the token goes through: the first behind the edge, each further one asked by the one before. */
  readonly apis: readonly ApiName[];
  readonly target: Target;
}

/** The command line asks for what there is not. */
export class TokenRequestError extends Error {
  readonly code = 'token_request_invalid';
  override readonly name = 'TokenRequestError';
}

/** @throws TokenRequestError naming the argument, UnknownTargetError */
export function readRequest(args: readonly string[]): TokenRequest {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      client: { type: 'string', default: 'walkthrough' },
      for: { type: 'string' },
      then: { type: 'string', multiple: true, default: [] },
      ...targetOptions,
    },
  });
  if (positionals.length !== 1) throw new TokenRequestError(`whose token? One of ${people.join(', ')}`);
  if (values.then.length > 0 && values.for === undefined) throw new TokenRequestError('--then goes with --for');
  return {
    person: oneOf(people, positionals[0], 'PERSON'),
    client: oneOf(clients, values.client, '--client'),
    apis: [
      ...(values.for === undefined ? [] : [oneOf(apis, values.for, '--for')]),
      ...values.then.map((api) => oneOf(apis, api, '--then')),
    ],
    target: targetFrom(values),
  };
}

function oneOf<Name extends string>(names: readonly Name[], given: string | undefined, argument: string): Name {
  const found = names.find((name) => name === given);
  if (found === undefined) throw new TokenRequestError(`${argument}: there is ${names.join(', ')}`);
  return found;
}
