import type { Provider } from 'oidc-provider';
import { type SealedModel, sealedModels, type TokenIdMac } from '../tokens/token-id-mac.ts';

interface IdMaker {
  readonly prototype: { generateTokenId(): string };
}

/** oidc-provider lets the length of an id be set and not its form, so the method of its models that makes one is wrapped. */
export function sealIds(provider: Provider, mac: TokenIdMac): void {
  for (const model of sealedModels) seal(provider[model] as unknown as IdMaker, model, mac);
}

function seal({ prototype }: IdMaker, model: SealedModel, mac: TokenIdMac): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- it is called with the token that asks
  const random = prototype.generateTokenId;
  prototype.generateTokenId = function () {
    return mac.seal(model, random.call(this));
  };
}
