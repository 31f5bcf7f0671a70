import type { Provider } from 'oidc-provider';
import type { SealedTokenAdapter } from '../storage/sealed-token.adapter.ts';
import { nowSeconds } from '../tokens/token-signer.ts';

/**
 * Whether the opaque token that a JWT descends from could still be used itself: neither expired nor revoked, its grant there, and
 * its session still that of the same person and grant, unless the person let the application stay connected without one.
 */
export async function isOriginLive(provider: Provider, originJti: string, subject: string): Promise<boolean> {
  const adapter = provider.AccessToken.adapter as SealedTokenAdapter;
  const origin = await adapter.findByOriginJti(originJti);
  if (!origin?.clientId || !origin.grantId) return false;
  if (origin.accountId !== subject || (origin.exp ?? 0) <= nowSeconds()) return false;
  const grant = await provider.Grant.find(origin.grantId);
  if (grant?.accountId !== subject || grant.clientId !== origin.clientId) return false;
  if (!origin.expiresWithSession) return true;
  if (!origin.sessionUid) return false;
  const session = await provider.Session.findByUid(origin.sessionUid);
  return session?.accountId === subject && session.grantIdFor(origin.clientId) === origin.grantId;
}
