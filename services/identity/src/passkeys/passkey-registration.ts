import { Injectable } from '@nestjs/common';
import {
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type RegistrationResponseJSON,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import { isoBase64URL, isoUint8Array } from '@simplewebauthn/server/helpers';
import { config } from '../identity.config.ts';
import { Challenges } from './challenges.ts';
import { PasskeyRefused } from './passkey-login.ts';
import { Passkeys } from './passkeys.ts';

const ceremonyOf = (sessionUid: string, accountId: string) => `register ${sessionUid} ${accountId}`;

/** Adding a passkey (WebAuthn section 7.1). Within a unit of work. */
@Injectable()
export class PasskeyRegistration {
  constructor(
    private readonly passkeys: Passkeys,
    private readonly challenges: Challenges,
  ) {}

  /** For somebody who has just proved again who they are: whoever is given these options can add a passkey with them. */
  async options(
    sessionUid: string,
    account: { readonly id: string; readonly username: string },
  ): Promise<PublicKeyCredentialCreationOptionsJSON> {
    const known = await this.passkeys.of(account.id);
    return generateRegistrationOptions({
      rpName: 'Downscope',
      rpID: new URL(config.ISSUER).hostname,
      userName: account.username,
      userID: isoUint8Array.fromUTF8String(account.id),
      challenge: isoBase64URL.toBuffer(await this.challenges.make(ceremonyOf(sessionUid, account.id))),
      attestationType: 'none',
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports })),
    }) satisfies Promise<PublicKeyCredentialCreationOptionsJSON>;
  }

  /** @throws PasskeyRefused */
  async add(sessionUid: string, accountId: string, response: RegistrationResponseJSON): Promise<void> {
    const expectedChallenge = await this.challenges.take(ceremonyOf(sessionUid, accountId));
    if (expectedChallenge === undefined) throw new PasskeyRefused('no challenge');
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge,
      expectedOrigin: config.ISSUER,
      expectedRPID: new URL(config.ISSUER).hostname,
      requireUserVerification: true,
    }).catch((error: unknown) => {
      throw new PasskeyRefused(error instanceof Error ? error.message : String(error));
    });
    if (!verified) throw new PasskeyRefused('the authenticator did not prove what it made');
    const { id: credentialId, publicKey, counter: signCount, transports = [] } = registrationInfo.credential;
    await this.passkeys.add({ credentialId, accountId, publicKey, signCount, transports });
  }
}
