import { exportJWK, generateKeyPair, type JWTVerifyResult, jwtVerify } from 'jose';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TokenClient, type TokenExchangeOptions } from '../src/index.ts';
import { bodyOf, listen, type Loopback } from './loopback.ts';

export const issuer = 'https://id.test';
export const accessTokenType = 'urn:ietf:params:oauth:token-type:access_token';

interface Seen {
  readonly path: string | undefined;
  readonly form: Record<string, string>;
  readonly assertion: JWTVerifyResult;
}

interface Answer extends Record<string, unknown> {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How many connections break before one is answered. */
  readonly breaks?: number;
}

/** A token endpoint that authenticates its client as an identity server does, and answers as told. */
export class Identity {
  readonly seen: Seen[] = [];
  /** What the next answers hold beside the token: by default, what was asked for. */
  answer: Answer = {};
  /** Called before an answer goes out. */
  beforeAnswer: () => Promise<void> | void = () => undefined;
  options!: TokenExchangeOptions;
  #server!: Loopback;
  #folder!: string;

  /** Forgets what was asked and what it was told. */
  reset(): void {
    this.seen.length = 0;
    this.answer = {};
    this.beforeAnswer = () => undefined;
  }

  static async start(): Promise<Identity> {
    const identity = new Identity();
    const { privateKey, publicKey } = await generateKeyPair('PS256', { extractable: true });
    identity.#folder = await mkdtemp(join(tmpdir(), 'token-exchange-'));
    const clientKeyFile = join(identity.#folder, 'order.jwk.json');
    await writeFile(clientKeyFile, JSON.stringify({ ...(await exportJWK(privateKey)), kid: 'order-1', alg: 'PS256' }));

    identity.#server = await listen(async (request, response) => {
      const form = Object.fromEntries(new URLSearchParams(await bodyOf(request)));
      const assertion = await jwtVerify(form['client_assertion'] ?? '', publicKey, { audience: issuer });
      identity.seen.push({ path: request.url, form, assertion });
      await identity.beforeAnswer();
      const { status = 200, headers, body = JSON.stringify(identity.#tokenFor(form)), breaks = 0 } = identity.answer;
      if (breaks > 0) {
        identity.answer = { ...identity.answer, breaks: breaks - 1 };
        response.destroy();
        return;
      }
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
    });
    identity.options = {
      issuer,
      identityUrl: identity.#server.url,
      clientId: 'order',
      clientKeyFile,
      allowInsecureHttp: true,
    };
    return identity;
  }

  client(): Promise<TokenClient> {
    return TokenClient.create(this.options);
  }

  async close(): Promise<void> {
    await this.#server.close();
    await rm(this.#folder, { recursive: true });
  }

  #tokenFor(form: Record<string, string>): object {
    return {
      access_token: `token-${this.seen.length}`,
      token_type: 'Bearer',
      expires_in: 60,
      scope: form['scope'],
      ...(form['subject_token'] && { issued_token_type: accessTokenType }),
      ...this.answer,
    };
  }
}
