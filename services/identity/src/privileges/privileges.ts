import { readFileSync } from 'node:fs';
import type { z } from 'zod';
import { problemsOf } from './checks/checks.ts';
import { PrivilegesText, type Problem } from './privileges-text.ts';
import {
  type Client,
  type InternalGrant,
  type PrivilegesFile,
  privilegesSchema,
  type PublicClient,
  type ResourceServer,
  type Scope,
} from './privileges.schema.ts';

/** privileges.yaml cannot be enforced as it stands; the message names every line that is wrong. */
export class PrivilegesInvalid extends Error {
  readonly code = 'privileges_invalid';

  constructor(readonly problems: readonly string[]) {
    super(`privileges.yaml is invalid:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.name = 'PrivilegesInvalid';
  }
}

/**
 * The policy of privileges.yaml, every line of which means something. What it grants is decided by swap.ts, exchange.ts,
 * client-credentials.ts and given-by.ts.
 */
export class Privileges {
  private constructor(readonly file: PrivilegesFile) {}

  /** @throws PrivilegesInvalid */
  static parse(yaml: string): Privileges {
    const text = new PrivilegesText(yaml);
    const unreadable = text.problems();
    if (unreadable.length > 0) throw new PrivilegesInvalid(unreadable);
    const result = privilegesSchema.safeParse(text.content());
    const problems = result.success ? problemsOf(result.data) : result.error.issues.flatMap(problemsIn);
    if (!result.success || problems.length > 0) throw new PrivilegesInvalid(problems.map((it) => text.describe(it)));
    return new Privileges(result.data);
  }

  static read(path: string): Privileges {
    return Privileges.parse(readFileSync(path, 'utf8'));
  }

  get opaqueTokenAudience(): string {
    return this.file.opaque_token.audience;
  }

  client(clientId: string): Client | undefined {
    return this.file.clients.get(clientId);
  }

  publicClient(clientId: string): PublicClient | undefined {
    const client = this.client(clientId);
    return client?.listener === 'public' ? client : undefined;
  }

  /** The name and the entry of the API that an audience stands for, if it is one. */
  resourceServer(audience: string): readonly [name: string, server: ResourceServer] | undefined {
    return [...this.file.resource_servers].find(([, server]) => server.audience === audience);
  }

  /** The name of the API that knows a scope. */
  ownerOf(scope: string): string | undefined {
    return [...this.file.resource_servers].find(([, server]) => server.scopes.has(scope))?.[0];
  }

  scope(scope: string): Scope | undefined {
    const owner = this.ownerOf(scope);
    return owner === undefined ? undefined : this.file.resource_servers.get(owner)?.scopes.get(scope);
  }

  /** The claims that scopes need, in the order of the file. No others travel with them. */
  claimsOf(scopes: readonly string[]): readonly string[] {
    const needed = new Set(scopes.flatMap((scope) => this.scope(scope)?.claims ?? []));
    return [...this.file.claims.keys()].filter((claim) => needed.has(claim));
  }

  /** A first party needs no consent of the person: it is ours. */
  isFirstParty(clientId: string): boolean {
    return this.publicClient(clientId)?.party === 'first';
  }

  mayUse(clientId: string, grant: InternalGrant): boolean {
    const client = this.client(clientId);
    return client?.listener === 'internal' && client.grants.includes(grant);
  }
}

/** A key that has no place is a problem of its own line, and not of the map that it stands in. */
function problemsIn(issue: z.core.$ZodIssue): Problem[] {
  if (issue.code !== 'unrecognized_keys') return [issue];
  return issue.keys.map((key) => ({ path: [...issue.path, key], message: 'is no key of this place' }));
}
