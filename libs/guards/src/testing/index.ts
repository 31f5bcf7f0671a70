export {
  aPrincipal,
  aToken,
  type SigningOptions,
  testAudience,
  testIssuer,
  testKey,
  type TokenOptions,
} from './a-token.ts';
export type { Attack, AttackRequest, Oddity } from './attacks/attack.ts';
export { attacks, type BaselineOptions, misplaced, oddities, oddPlaces } from './attacks/attacks.ts';
export { JwksServer } from './jwks-server.ts';
export { scopesAsked } from './scopes-asked.ts';
export { type TestAlgorithm, TestKey } from './test-key.ts';
