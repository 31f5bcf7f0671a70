import { auth0 } from './auth0.ts';
import { curity } from './curity.ts';
import { entra } from './entra.ts';
import { keycloak } from './keycloak.ts';
import { rfc9068 } from './rfc9068.ts';
import type { TokenProfile } from './token-profile.ts';

export const tokenProfiles = { rfc9068, keycloak, entra, auth0, curity } satisfies Record<string, TokenProfile>;

export type TokenProfileName = keyof typeof tokenProfiles;
