import { Injectable } from '@nestjs/common';
import { randomBytes } from 'node:crypto';
import type { AdapterPayload } from 'oidc-provider';
import { OidcAdapter } from '../storage/oidc.adapter.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { nowSeconds } from '../tokens/token-signer.ts';

const challengeBytes = 32;
const lifeSeconds = 600;

/** What an authenticator must sign: new for every page that asks, and good for one answer (WebAuthn section 13.4.3). */
@Injectable()
export class Challenges {
  private readonly kept: ChallengeAdapter;

  constructor(unitOfWork: UnitOfWork) {
    this.kept = new ChallengeAdapter('PasskeyChallenge', unitOfWork);
  }

  /** @param ceremony what the answer is to be for; a challenge that was given for it before is forgotten */
  async make(ceremony: string): Promise<string> {
    const challenge = randomBytes(challengeBytes).toString('base64url');
    await this.kept.upsert(ceremony, { challenge, exp: nowSeconds() + lifeSeconds }, lifeSeconds);
    return challenge;
  }

  async take(ceremony: string): Promise<string | undefined> {
    const kept = await this.kept.take(ceremony);
    if (!kept || (kept.exp ?? 0) <= nowSeconds()) return undefined;
    return typeof kept['challenge'] === 'string' ? kept['challenge'] : undefined;
  }
}

class ChallengeAdapter extends OidcAdapter {
  /** Of several at once, whoever removes it gets it. */
  async take(id: string): Promise<AdapterPayload | undefined> {
    const found = await this.find(id);
    return (await this.remove(id)) ? found : undefined;
  }
}
