import { Injectable } from '@nestjs/common';
import { lifetimeSeconds } from '../lifetimes.ts';
import { own } from '../privileges/own.ts';
import { Privileges } from '../privileges/privileges.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { auditIssued, traceIssued } from '../tokens/decided.ts';
import { nowSeconds, TokenSigner } from '../tokens/token-signer.ts';

const itself = 'identity';

/** Identity as a client of other services. It signs its own tokens, by the rules that hold for everybody. */
@Injectable()
export class IdentityItself {
  constructor(
    private readonly privileges: Privileges,
    private readonly signer: TokenSigner,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  async token(audience: string, scope: string): Promise<string> {
    const decision = own(this.privileges, itself, { audience, scopes: [scope] });
    if (!decision.allowed) throw new Error(`identity may not act as itself: ${decision.reason}`);
    const minted = await this.signer.mint({
      ...decision,
      subject: itself,
      clientId: itself,
      expiresAt: nowSeconds() + lifetimeSeconds.ownToken,
    });
    traceIssued('own', minted, decision);
    await this.unitOfWork.run(() => {
      this.unitOfWork.record(auditIssued('own_token.issued', minted, decision));
    });
    return minted.token;
  }
}
