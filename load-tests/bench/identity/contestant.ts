import type { ServiceClient } from '@downscope/e2e/support/client-assertion.ts';

/** What services ask of an authorization server, many times a second. */
export const kinds = ['swap', 'exchange', 'own token'] as const;
export type Kind = (typeof kinds)[number];

/** An authorization server that is compared with others. */
export interface Contestant {
  readonly name: string;
  /** Where services ask. */
  readonly url: string;
  /** Its processes; those of their children count too. */
  readonly pids: readonly number[];
  /** As many as asked for, on behalf of somebody who has just logged in. */
  questions(kind: Kind, count: number): Promise<readonly Question[]>;
}

/** One request, good once, and written in full before anything is measured. */
export interface Question {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What a service asks for, before it says who it is. */
export interface Asked {
  readonly client: ServiceClient;
  readonly path: string;
  readonly accept: string;
  readonly form: Readonly<Record<string, string>>;
}

/** The same question many times, each with an assertion of its own, as clients make one for each request. */
export function questionsOf(
  { client, path, accept, form }: Asked,
  count: number,
  assertionOf: (client: ServiceClient) => Promise<Record<string, string>>,
): Promise<readonly Question[]> {
  const headers = { accept, 'content-type': 'application/x-www-form-urlencoded' };
  return Promise.all(
    Array.from({ length: count }, async () => {
      const body = new URLSearchParams({ ...form, ...(await assertionOf(client)) });
      return { path, headers, body: body.toString() };
    }),
  );
}
