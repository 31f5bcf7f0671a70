import type { Adapter } from 'oidc-provider';
import { type SealedModel, sealedModels, type TokenIdMac } from '../tokens/token-id-mac.ts';
import { OidcAdapter } from './oidc.adapter.ts';
import { RefreshTokenAdapter } from './refresh-token.adapter.ts';
import { ReplayDetectionAdapter } from './replay-detection.adapter.ts';
import { SealedTokenAdapter } from './sealed-token.adapter.ts';
import { SessionAdapter } from './session.adapter.ts';
import type { UnitOfWork } from './unit-of-work.ts';

/** Where each model of oidc-provider is kept. */
export function adapters(unitOfWork: UnitOfWork, mac: TokenIdMac): (model: string) => Adapter {
  return (model) => {
    if (model === 'RefreshToken') return new RefreshTokenAdapter(model, unitOfWork, mac);
    if (isSealed(model)) return new SealedTokenAdapter(model, unitOfWork, mac);
    if (model === 'Session') return new SessionAdapter(model, unitOfWork);
    if (model === 'ReplayDetection') return new ReplayDetectionAdapter(model, unitOfWork);
    if (model === 'ClientCredentials') return neverStored;
    return new OidcAdapter(model, unitOfWork);
  };
}

function isSealed(model: string): model is SealedModel {
  return (sealedModels as readonly string[]).includes(model);
}

/** A service's own token is a JWT, so none is stored, and whoever introspects need not look for one. */
const neverStored: Adapter = {
  find: () => Promise.resolve(undefined),
  findByUid: refuse,
  findByUserCode: refuse,
  upsert: refuse,
  consume: refuse,
  destroy: refuse,
  revokeByGrantId: refuse,
};

function refuse(): never {
  throw new Error("A service's own token is not stored");
}
