import * as oauth from 'openid-client';
import { Browser, type Page } from './browser.ts';
import { publicClient } from './oauth-client.ts';
import type { Person } from './people.ts';
import type { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';
import { click, type Credentials, typePassword, UnexpectedPageError } from './sign-in.ts';
import type { Transcript } from './transcript.ts';

const REDIRECT_URI = 'http://127.0.0.1/callback';

export type PublicClientName = 'walkthrough' | 'budget-planner' | 'assistant';

export interface AuthorizationRequest {
  readonly client: PublicClientName;
  readonly scopes: readonly string[];
  /** The person's answer, where consent is asked. */
  readonly consent: 'Allow' | 'Deny';
  /** They let the client stay connected when they have logged out. */
  readonly staysConnected?: boolean;
  /** What else stands in the request. */
  readonly parameters?: Readonly<Record<string, string>>;
}

/** The client got an error in place of a code (RFC 6749 section 4.1.2.1): `code` is that. */
export class AuthorizationRefusedError extends Error {
  override readonly name = 'AuthorizationRefusedError';
  readonly code: string;

  constructor(code: string) {
    super(`authorization ended with ${code}`);
    this.code = code;
  }
}

/** A code (RFC 6749 section 4.1), fresh from the login page, and what redeems it. */
export interface Authorization {
  readonly config: oauth.Configuration;
  readonly code: Secret;
  readonly callback: URL;
  readonly checks: oauth.AuthorizationCodeGrantChecks & { pkceCodeVerifier: string };
  /** The page that asked for consent, or none. */
  readonly consentPage: string | undefined;
  /** Where the person is logged in. */
  readonly browser: Browser;
}

/** A client's request, and the page that a browser was shown. */
export interface Begun extends Pick<Authorization, 'config' | 'checks'> {
  readonly page: Page;
}

interface Surroundings {
  readonly issuer: string;
  readonly secrets: Secrets;
  readonly transcript: Transcript;
}

/** An authorization request as a client makes it: code with PKCE. */
export interface Asked extends Pick<Authorization, 'config' | 'checks'> {
  readonly url: URL;
}

export async function authorizationUrl(
  { issuer, transcript }: Surroundings,
  request: AuthorizationRequest,
): Promise<Asked> {
  const config = await publicClient(issuer, request.client, transcript);
  const checks = { pkceCodeVerifier: oauth.randomPKCECodeVerifier(), expectedState: oauth.randomState() };
  const url = oauth.buildAuthorizationUrl(config, {
    redirect_uri: REDIRECT_URI,
    scope: request.scopes.join(' '),
    state: checks.expectedState,
    code_challenge: await oauth.calculatePKCECodeChallenge(checks.pkceCodeVerifier),
    code_challenge_method: 'S256',
    ...request.parameters,
  });
  return { config, checks, url };
}

/** A client sends a browser to identity. */
export async function begin(
  surroundings: Surroundings,
  request: AuthorizationRequest,
  browser: Browser,
): Promise<Begun> {
  const { url, ...asked } = await authorizationUrl(surroundings, request);
  return { ...asked, page: await browser.visit(url) };
}

/** A person logs in to a client, in a browser that has no session yet unless one is given. */
export async function authorize(
  surroundings: Surroundings,
  person: Person | Credentials,
  request: AuthorizationRequest,
  browser = new Browser(surroundings.secrets, surroundings.transcript),
): Promise<Authorization> {
  const { secrets } = surroundings;
  const { config, checks, page: asked } = await begin(surroundings, request, browser);
  // Refused before anybody logs in.
  const loggedIn = asked.leftFor ? asked : await typePassword(browser, asked, person);
  const ticked: Record<string, string> = request.staysConnected ? { stay_connected: 'yes' } : {};
  const last = loggedIn.leftFor ? loggedIn : await click(browser, loggedIn, request.consent, ticked);
  return {
    config,
    checks,
    browser,
    ...codeFrom(last, secrets),
    consentPage: loggedIn.leftFor ? undefined : loggedIn.html,
  };
}

function codeFrom(page: Page, secrets: Secrets): { code: Secret; callback: URL } {
  const { leftFor: callback } = page;
  if (!callback) throw new UnexpectedPageError(page);
  const code = callback.searchParams.get('code');
  if (code === null) throw new AuthorizationRefusedError(callback.searchParams.get('error') ?? 'no_code');
  return { code: secrets.remember('authorization code', code), callback };
}
