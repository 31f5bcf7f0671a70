import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { problemsOf } from './privileges.checks.ts';
import { type InternalGrant, type PrivilegesFile, type ResourceServer, privilegesSchema } from './privileges.schema.ts';

/** privileges.yaml cannot be enforced as it stands; the message names every line that is wrong. */
export class PrivilegesInvalid extends Error {
  readonly code = 'privileges_invalid';

  constructor(readonly problems: readonly string[]) {
    super(`privileges.yaml is invalid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'PrivilegesInvalid';
  }
}

/**
 * The policy of privileges.yaml, every name in it known. What it grants is decided by swap.ts, exchange.ts and
 * client-credentials.ts.
 */
export class Privileges {
  private constructor(readonly file: PrivilegesFile) {}

  /** @throws PrivilegesInvalid */
  static parse(content: unknown): Privileges {
    const result = privilegesSchema.safeParse(content);
    if (!result.success) throw new PrivilegesInvalid([z.prettifyError(result.error)]);
    const problems = problemsOf(result.data);
    if (problems.length > 0) throw new PrivilegesInvalid(problems);
    return new Privileges(result.data);
  }

  static read(path: string): Privileges {
    return Privileges.parse(parse(readFileSync(path, 'utf8')));
  }

  get opaqueTokenAudience(): string {
    return this.file.opaque_token.audience;
  }

  /** The name and the entry of the API that an audience stands for, if it is one. */
  resourceServer(audience: string): readonly [name: string, server: ResourceServer] | undefined {
    return Object.entries(this.file.resource_servers).find(([, server]) => server.audience === audience);
  }

  /** The name and the entry of the API that knows a scope. */
  ownerOf(scope: string): readonly [name: string, server: ResourceServer] | undefined {
    return Object.entries(this.file.resource_servers).find(([, server]) => scope in server.scopes);
  }

  /** Every claim that some API may see: what is worth asking a claim source for. */
  get claimNames(): ReadonlySet<string> {
    return new Set(Object.values(this.file.resource_servers).flatMap((server) => server.claims));
  }

  /** A first party needs no consent of the person: it is ours. */
  isFirstParty(clientId: string): boolean {
    const client = this.file.clients[clientId];
    return client?.listener === 'public' && client.party === 'first';
  }

  mayUse(clientId: string, grant: InternalGrant): boolean {
    const client = this.file.clients[clientId];
    return client?.listener === 'internal' && client.grants.includes(grant);
  }
}
