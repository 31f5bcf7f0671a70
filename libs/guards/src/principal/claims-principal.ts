import { inspect, type InspectOptions } from 'node:util';
import { z } from 'zod';
import { actorsOf } from '../verification/actors.ts';
import type { Scope } from '../scopes.ts';
import { scopesOf } from '../verification/scope.ts';
import type { VerifiedClaims } from '../verification/verified-claims.ts';
import { deepFrozen } from './deep-frozen.ts';
import { InsufficientScope, MissingClaim } from './forbidden.ts';

const text = z.string().min(1);

/**
 * Who calls, on whose behalf, and what their token allows. Immutable; holds no token.
 *
 * Printed, it shows what a log may hold: the client, its scopes, the services between, and the names of the claims.
 */
export class ClaimsPrincipal {
  readonly #claims: VerifiedClaims;
  readonly #scopes: ReadonlySet<string>;
  readonly #actors: readonly string[];
  readonly #isService: boolean;

  /** @param isService what the profile of its issuer says of these claims */
  constructor(claims: VerifiedClaims, isService: boolean) {
    this.#claims = claims;
    this.#scopes = new Set(scopesOf(claims.scope ?? ''));
    this.#actors = Object.freeze(actorsOf(claims.act));
    this.#isService = isService && this.#actors.length === 0;
    Object.freeze(this);
  }

  /** The person, or the client itself when `isService`: by what its issuer calls it, which need not be the `clientId`. */
  get subject(): string {
    return this.#claims.sub;
  }

  /** The client the token was issued to. */
  get clientId(): string {
    return this.#claims.client_id;
  }

  get scopes(): ReadonlySet<string> {
    return new Set(this.#scopes);
  }

  /** The services that act for the subject, outermost (the one calling) first. */
  get actors(): readonly string[] {
    return this.#actors;
  }

  /** A client that acts as itself: no person is behind this request. */
  get isService(): boolean {
    return this.#isService;
  }

  /** When the person logged in; undefined for a service, and where the issuer does not tell. */
  get authenticatedAt(): Date | undefined {
    const seconds = this.#claims.auth_time;
    return seconds === undefined ? undefined : new Date(seconds * 1000);
  }

  /** How the person logged in (`acr`), where the issuer tells. */
  get acr(): string | undefined {
    return this.#claims.acr;
  }

  hasScope(scope: Scope): boolean {
    return this.#scopes.has(scope);
  }

  /** @throws InsufficientScope unless the token holds all of them */
  requireScope(...scopes: Scope[]): void {
    if (!scopes.every((scope) => this.#scopes.has(scope))) throw new InsufficientScope(scopes);
  }

  claim(name: string): unknown {
    return Object.hasOwn(this.#claims, name) ? deepFrozen(this.#claims[name]) : undefined;
  }

  /**
   * A claim, which is a text unless a schema says otherwise.
   *
   * @throws MissingClaim when it is not there, or not of that form
   */
  requireClaim(name: string): string;
  requireClaim<T>(name: string, schema: z.ZodType<T>): T;
  requireClaim(name: string, schema: z.ZodType = text): unknown {
    const claim = schema.safeParse(this.claim(name));
    if (!claim.success) throw new MissingClaim(name);
    return claim.data;
  }

  /** Whether the `role` claim is, or contains, this role. */
  hasRole(role: string): boolean {
    return [this.claim('role')].flat().includes(role);
  }

  toJSON(): object {
    return {
      clientId: this.clientId,
      scopes: [...this.#scopes],
      actors: this.#actors,
      claims: Object.keys(this.#claims).sort(),
    };
  }

  [inspect.custom](_depth: number, options: InspectOptions): string {
    return `ClaimsPrincipal ${inspect(this.toJSON(), options)}`;
  }
}
