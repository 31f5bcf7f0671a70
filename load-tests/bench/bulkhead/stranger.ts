import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';

const guessesPerName = 4;
/** The tenth wrong password ends a login. */
const guessesPerLogin = 9;
const challenge = createHash('sha256').update('a verifier that nobody will ever show').digest('base64url');

/** Somebody without an account, at the login page. */
export class Stranger {
  readonly #agent: Agent;
  readonly #host: string;
  readonly #port: string;
  #path = '';
  #cookies = '';

  readonly #number: number;

  constructor(issuer: string, number: number) {
    this.#number = number;
    ({ host: this.#host, port: this.#port } = new URL(issuer));
    // Every address of 127/8 is this machine on Linux; elsewhere one alone, and they are one network.
    const localAddress = process.platform === 'linux' ? `127.0.1.${String(number + 1)}` : undefined;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 1, ...(localAddress && { localAddress }) });
  }

  /** A wrong password, in a login that is begun when the one before is over; answers the status. */
  async guess(guess: number): Promise<number> {
    if (guess % guessesPerLogin === 0) this.#path = '';
    if (this.#path === '') {
      const { statusCode = 0, headers } = await this.#beginLogin();
      if (statusCode !== 303) return statusCode;
      this.#path = new URL(headers.location ?? '/', 'http://unused').pathname;
    }
    const username = `nobody-${String(this.#number)}-${String(Math.floor(guess / guessesPerName))}`;
    const form = new URLSearchParams({ username, password: 'a guess at a password' }).toString();
    return (await this.#ask('POST', `${this.#path}/login`, form)).statusCode ?? 0;
  }

  leave(): void {
    this.#agent.destroy();
  }

  async #beginLogin(): Promise<IncomingMessage> {
    const query = new URLSearchParams({
      client_id: 'walkthrough',
      response_type: 'code',
      redirect_uri: 'http://127.0.0.1/callback',
      scope: 'openid orders_read',
      state: 'a stranger',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    this.#cookies = '';
    const answer = await this.#ask('GET', `/auth?${query.toString()}`);
    this.#cookies = (answer.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0]).join('; ');
    return answer;
  }

  async #ask(method: string, path: string, form?: string): Promise<IncomingMessage> {
    const asked = request({
      host: '127.0.0.1',
      port: this.#port,
      method,
      path,
      agent: this.#agent,
      headers: {
        host: this.#host,
        cookie: this.#cookies,
        ...(form !== undefined && { 'content-type': 'application/x-www-form-urlencoded' }),
      },
    });
    asked.end(form);
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer;
  }
}
