import { AccountClaims } from './account-claims.ts';
import { CustomerClaims } from './customer-claims.ts';

/** All that are asked about a person. Of two that know the same claim, the later one is believed. */
export const claimSources = [CustomerClaims, AccountClaims];
