import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HoldsBrokerToken } from '../src/broker/kafka-client.ts';

type Key = Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];

/** What a token says; by default what the broker takes. */
export interface Said {
  readonly issuer?: string;
  readonly audience?: string;
  readonly lifeSeconds?: number;
  /** Signed by a key that is not identity's. */
  readonly forged?: boolean;
}

/** Issues tokens for a broker, which knows its keys by a file. */
export class BrokerTokens {
  readonly issuer = 'https://id.test';
  readonly keysUrl: string;
  isOut = false;
  issued = 0;

  private constructor(
    private readonly folder: string,
    private readonly key: Key,
    private readonly strange: Key,
  ) {
    this.keysUrl = `file://${join(folder, 'keys.json')}`;
  }

  static async start(): Promise<BrokerTokens> {
    const [own, strange] = await Promise.all([generateKeyPair('PS256'), generateKeyPair('PS256')]);
    const folder = mkdtempSync(join(tmpdir(), 'broker-tokens-'));
    const jwk = { ...(await exportJWK(own.publicKey)), kid: 'identity', alg: 'PS256', use: 'sig' };
    writeFileSync(join(folder, 'keys.json'), JSON.stringify({ keys: [jwk] }));
    return new BrokerTokens(folder, own.privateKey, strange.privateKey);
  }

  /** A new one whenever it is asked for. */
  of(service: string, said: Said = {}): HoldsBrokerToken {
    return {
      get: async () => {
        if (this.isOut) throw new Error('identity is out');
        const token = await this.issue(service, said);
        return { reveal: () => token };
      },
    };
  }

  stop(): void {
    rmSync(this.folder, { recursive: true });
  }

  private issue(service: string, { issuer, audience, lifeSeconds = 300, forged = false }: Said): Promise<string> {
    this.issued += 1;
    const endsAt = Math.floor(Date.now() / 1000) + lifeSeconds;
    return new SignJWT({ client_id: service, scope: 'topics_use_any' })
      .setProtectedHeader({ alg: 'PS256', kid: 'identity', typ: 'at+jwt' })
      .setIssuer(issuer ?? this.issuer)
      .setAudience(audience ?? 'urn:downscope:kafka')
      .setSubject(service)
      .setIssuedAt(endsAt - 300)
      .setExpirationTime(endsAt)
      .sign(forged ? this.strange : this.key);
  }
}
