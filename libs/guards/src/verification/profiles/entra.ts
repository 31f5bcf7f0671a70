import type { TokenProfile } from './token-profile.ts';

/**
 * Microsoft Entra ID, tokens of version 1.0 and 2.0 for one's own API. Source: "Access token claims reference" and "Optional claims
 * reference" (https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
 *
 * - `typ` is always `JWT`; `x5t` repeats `kid` in version 1.0.
 * - The client is `azp` (2.0) or `appid` (1.0), the id `uti`, and the scopes are in `scp`. An ID token has no client, so it is refused
 *   even where one registration is both a web client and this API, and `aud` cannot tell them apart.
 * - They live 60 to 90 minutes, and `iat` lies five minutes back.
 * - An application's own token has no `scp`; what it may do is in `roles`. The optional claim `idtyp` says `app`: turn it on. Without
 *   it, `oid` equals `sub`, which differ for every person. Multi-tenant: each tenant is an issuer of its own (`otherIssuers`).
 */
export const entra: TokenProfile = {
  type: /^JWT$/i,
  headerParameters: ['x5t'],
  client: ['azp', 'appid'],
  id: 'uti',
  scope: 'scp',
  otherAudiences: () => [],
  maxLifetimeSeconds: 2 * 3600,
  isService: ({ idtyp, scp, oid, sub }) =>
    idtyp === undefined ? scp === undefined && oid === sub : idtyp === 'app' && scp === undefined,
};
