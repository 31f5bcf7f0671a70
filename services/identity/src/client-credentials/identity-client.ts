import { Injectable } from '@nestjs/common';
import { lifetimeSeconds } from '../lifetimes.ts';
import { clientCredentials } from '../privileges/client-credentials.ts';
import { Privileges } from '../privileges/privileges.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { auditIssued, traceIssued } from '../audit/issued-token.ts';
import { nowSeconds, TokenSigner } from '../tokens/token-signer.ts';

const itself = 'identity';

/** Identity as a client of other services. It signs its own tokens, by the rules that hold for everybody. */
@Injectable()
export class IdentityClient {
  constructor(
    private readonly privileges: Privileges,
    private readonly signer: TokenSigner,
    private readonly audit: AuditTrail,
  ) {}

  async token(audience: string, scope: string): Promise<string> {
    const decision = clientCredentials(this.privileges, itself, { audience, scopes: [scope] });
    if (!decision.allowed) throw new Error(`identity may not act as itself: ${decision.reason}`);
    const minted = await this.signer.mint({
      ...decision,
      subject: itself,
      clientId: itself,
      expiresAt: nowSeconds() + lifetimeSeconds.clientCredentials,
    });
    traceIssued('client_credentials', minted, decision);
    await this.audit.recordAlone(auditIssued('client_credentials.granted', minted, decision));
    return minted.token;
  }
}
