/** How long what identity makes is good for. */
export const lifetimeSeconds = {
  opaqueToken: 300,
  /** At most; a token on a person's behalf never outlives the one that it comes from. */
  clientCredentials: 300,
  authorizationCode: 60,
  idToken: 300,
  interaction: 600,
  /** How far ahead a client assertion may expire: as long must its jti be remembered. */
  clientAssertion: 300,
  /** Of a ServiceAccount token, from its issue: what the API server makes of a request that asks for nothing else. */
  serviceAccountToken: 3600,
} as const;
