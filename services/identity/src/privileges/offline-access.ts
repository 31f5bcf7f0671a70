/** Asks for a refresh token (OpenID Connect Core section 11): a client that lists it may stay connected, if the person lets it. */
export const offlineAccess = 'offline_access';
