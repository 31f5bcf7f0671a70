export { type ReceiverOptions, SecurityEventReceiver } from './receiver.ts';
export { type EndedTokens, type RevocableClaims, Revocations } from './revocations.ts';
export { type RevocationsOptions, RevocationsModule } from './revocations.module.ts';
