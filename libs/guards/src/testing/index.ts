export {
  aPrincipal,
  aToken,
  type SigningOptions,
  testAudience,
  testIssuer,
  testKey,
  type TokenOptions,
} from './a-token.ts';
export { JwksServer } from './jwks-server.ts';
export { type TestAlgorithm, TestKey } from './test-key.ts';
