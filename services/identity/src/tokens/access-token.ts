import { z } from 'zod';
import type { Claims } from '../privileges/decision.ts';

/** Who acts, and inside it who acted before (RFC 8693 section 4.1). */
export interface Actor {
  readonly sub: string;
  readonly act?: Actor | undefined;
}

const actor: z.ZodType<Actor> = z.strictObject({
  sub: z.string(),
  get act() {
    return actor.optional();
  },
});

const protocol = z.object({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  exp: z.int(),
  iat: z.int(),
  jti: z.string(),
  client_id: z.string(),
  scope: z.string(),
  auth_time: z.int().optional(),
  acr: z.string().optional(),
  amr: z.array(z.string()).optional(),
  origin_jti: z.uuid().optional(),
  act: actor.optional(),
});

/** With what is said about the person. Made once: to make a schema costs more than to parse by it. */
const content = protocol.catchall(z.string());
const protocolNames: ReadonlySet<string> = new Set(Object.keys(protocol.shape));

/** The claims of an access token for use inside (RFC 9068 section 2.2), as identity signs it. */
export type ProtocolClaims = z.infer<typeof protocol>;

/** When and how the person logged in (RFC 9068 section 2.2.1): the same in every token that descends from the login. */
export type Login = Pick<ProtocolClaims, 'auth_time' | 'acr' | 'amr'>;

/** Of anything that tells about a login, that alone, and nothing that is not known. */
export function loginOf({ auth_time, acr, amr }: Login): Login {
  return { ...(auth_time !== undefined && { auth_time }), ...(acr !== undefined && { acr }), ...(amr && { amr }) };
}

export interface AccessTokenContent {
  readonly protocol: ProtocolClaims;
  /** What it says about the person. */
  readonly claims: Claims;
}

/** Tells what belongs to the protocol from what is said about the person. Throws on what identity would not have signed. */
export function contentOf(payload: unknown): AccessTokenContent {
  const entries = Object.entries(content.parse(payload));
  const isProtocols = ([name]: [string, unknown]): boolean => protocolNames.has(name);
  return {
    protocol: Object.fromEntries(entries.filter(isProtocols)) as ProtocolClaims,
    claims: Object.fromEntries(entries.filter((entry) => !isProtocols(entry))) as Claims,
  };
}

/** Nests actors, outermost first, as the `act` claim does. */
export function actClaim([outermost, ...inner]: readonly string[]): Actor | undefined {
  if (outermost === undefined) return undefined;
  const act = actClaim(inner);
  return { sub: outermost, ...(act && { act }) };
}

export function actorsOf(act: Actor | undefined): readonly string[] {
  return act ? [act.sub, ...actorsOf(act.act)] : [];
}

export function scopesOf(scope: string | undefined): readonly string[] {
  return [...new Set(scope?.split(' ').filter((part) => part !== ''))];
}
