import crypto from 'k6/crypto';
import encoding from 'k6/encoding';
import http, { type CookieJar, type RefinedResponse } from 'k6/http';
import type { Endpoints } from './identity.ts';
import { outcomeOf } from './outcome.ts';
import { passwordOf, type Person } from './people.ts';
import { queryOf, resolve, valuesIn } from './query.ts';
import { issuer } from './settings.ts';

export interface Login {
  readonly person: Person;
  readonly opaqueToken: string;
  readonly expiresAtMs: number;
}

const client = { client_id: 'walkthrough', redirect_uri: 'http://127.0.0.1/callback' };
const mostRedirects = 10;

type Page = RefinedResponse<'text'>;

/** A person logs in through the pages of identity, in a browser without a session: authorization code with PKCE (RFC 7636). */
export function logIn(person: Person, endpoints: Endpoints): Login {
  const codeVerifier = randomText();
  const state = randomText();
  const jar = new http.CookieJar();
  const request = queryOf({
    ...client,
    response_type: 'code',
    scope: 'orders_read orders_write',
    state,
    code_challenge: crypto.sha256(codeVerifier, 'base64rawurl'),
    code_challenge_method: 'S256',
  });
  const loginPage = followed(http.get(`${endpoints.authorization}?${request}`, browsing(jar)), jar);
  if (loginPage.status !== 200) throw new Error(`log in: no page to do it on, but ${outcomeOf(loginPage)}`);
  const answer = loginPage.submitForm({
    formSelector: 'form:has(input[type=password])',
    fields: { username: person, password: passwordOf(person) },
    params: browsing(jar),
  });
  return redeem(person, codeFrom(followed(answer, jar), state), codeVerifier, endpoints);
}

function browsing(jar: CookieJar) {
  return { jar, redirects: 0, responseType: 'text' as const, tags: { name: 'log in' } };
}

/** Follows redirects within identity; the one that leaves it is the client's, and nobody listens there. */
function followed(page: Page, jar: CookieJar, left = mostRedirects): Page {
  const target = targetOf(page);
  if (!target.startsWith(`${issuer}/`)) return page;
  if (left === 0) throw new Error('log in: more redirects than a login takes');
  return followed(http.get(target, browsing(jar)), jar, left - 1);
}

const targetOf = (page: Page): string => resolve(page.headers['Location'] ?? '', issuer);

function codeFrom(page: Page, state: string): string {
  const target = targetOf(page);
  const { code, state: returned, error } = valuesIn(target);
  if (!target.startsWith(`${client.redirect_uri}?`) || code === undefined || returned !== state) {
    throw new Error(`log in: no code, but ${error ?? outcomeOf(page)}`);
  }
  return code;
}

function redeem(person: Person, code: string, codeVerifier: string, endpoints: Endpoints): Login {
  const response = http.post(
    endpoints.token,
    { ...client, grant_type: 'authorization_code', code, code_verifier: codeVerifier },
    { redirects: 0, responseType: 'text', tags: { name: 'redeem a code' } },
  );
  const token = response.status === 200 ? response.json('access_token') : undefined;
  const lifeSeconds = response.status === 200 ? response.json('expires_in') : undefined;
  if (typeof token !== 'string' || token.includes('.') || typeof lifeSeconds !== 'number') {
    throw new Error(`redeem a code: no opaque token, but ${outcomeOf(response)}`);
  }
  return { person, opaqueToken: token, expiresAtMs: Date.now() + lifeSeconds * 1000 };
}

const randomText = (): string => encoding.b64encode(crypto.randomBytes(32), 'rawurl');
