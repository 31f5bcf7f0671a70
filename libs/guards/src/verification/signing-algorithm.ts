/** The signature algorithms known here; an issuer may be held to fewer, and each key is held to its own by `SigningKeys`. */
export const signingAlgorithms = ['PS256', 'ES256', 'RS256'] as const;
export type SigningAlgorithm = (typeof signingAlgorithms)[number];
