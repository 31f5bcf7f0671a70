import { Injectable } from '@nestjs/common';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  type PublicKeyCredentialRequestOptionsJSON,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { isoBase64URL } from '@simplewebauthn/server/helpers';
import { config } from '../identity.config.ts';
import { Challenges } from './challenges.ts';
import { Passkeys } from './passkeys.ts';

/** An authenticator's answer does not log anybody in; the message says why, for the audit. */
export class PasskeyRefused extends Error {
  readonly code = 'passkey_refused';

  constructor(reason: string) {
    super(reason);
    this.name = 'PasskeyRefused';
  }
}

const ceremonyOf = (uid: string) => `login ${uid}`;

/** Logging in with a passkey (WebAuthn section 7.2). Within a unit of work. */
@Injectable()
export class PasskeyLogin {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly challenges: Challenges,
  ) {}

  /** @param accountId whose passkeys are asked for; without, whichever the browser has for this site */
  async options(uid: string, accountId?: string): Promise<PublicKeyCredentialRequestOptionsJSON> {
    const known = accountId === undefined ? [] : await this.passkeys.of(accountId);
    return generateAuthenticationOptions({
      rpID: new URL(config.ISSUER).hostname,
      challenge: isoBase64URL.toBuffer(await this.challenges.make(ceremonyOf(uid))),
      userVerification: 'required',
      allowCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    });
  }

  /**
   * Whose passkey answered.
   *
   * @throws PasskeyRefused
   */
  async accountOf(uid: string, response: AuthenticationResponseJSON): Promise<string> {
    const expectedChallenge = await this.challenges.take(ceremonyOf(uid));
    if (expectedChallenge === undefined) throw new PasskeyRefused('no challenge');
    const passkey = await this.passkeys.find(response.id);
    if (!passkey) throw new PasskeyRefused('no such passkey');
    const { credentialId: id, publicKey, signCount: counter } = passkey;
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge,
      expectedOrigin: config.ISSUER,
      expectedRPID: new URL(config.ISSUER).hostname,
      credential: { id, publicKey, counter },
      requireUserVerification: true,
    }).catch((error: unknown) => {
      throw new PasskeyRefused(error instanceof Error ? error.message : String(error));
    });
    if (!verified) throw new PasskeyRefused('the signature is not the one of the passkey');
    await this.passkeys.used(id, authenticationInfo.newCounter);
    return passkey.accountId;
  }
}
