import * as oauth from 'openid-client';
import { Browser } from './browser.ts';
import { publicClient } from './oauth-client.ts';
import type { Person } from './people.ts';
import type { Secret } from './secret.ts';
import type { Secrets } from './secrets.ts';
import { allow, consentFormOf, typePassword, UnexpectedPageError } from './sign-in.ts';
import type { Transcript } from './transcript.ts';

const REDIRECT_URI = 'http://127.0.0.1/callback';

export interface AuthorizationRequest {
  readonly client: 'walkthrough' | 'budget-planner';
  readonly scopes: readonly string[];
}

/** A code (RFC 6749 section 4.1), fresh from the login page, and what redeems it. */
export interface Authorization {
  readonly config: oauth.Configuration;
  readonly code: Secret;
  readonly callback: URL;
  readonly checks: oauth.AuthorizationCodeGrantChecks & { pkceCodeVerifier: string };
  /** The page that asked for consent, or none. */
  readonly consentPage: string | undefined;
}

interface Surroundings {
  readonly issuer: string;
  readonly secrets: Secrets;
  readonly transcript: Transcript;
}

/** A person logs in to a client: authorization code with PKCE, in a browser that has no session yet. */
export async function authorize(
  { issuer, secrets, transcript }: Surroundings,
  person: Person,
  { client, scopes }: AuthorizationRequest,
): Promise<Authorization> {
  const config = await publicClient(issuer, client);
  const pkceCodeVerifier = oauth.randomPKCECodeVerifier();
  const expectedState = oauth.randomState();
  const browser = new Browser(secrets, transcript);
  const asked = await browser.visit(
    oauth.buildAuthorizationUrl(config, {
      redirect_uri: REDIRECT_URI,
      scope: scopes.join(' '),
      state: expectedState,
      code_challenge: await oauth.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    }),
  );
  const loggedIn = await typePassword(browser, asked, person);
  const consentForm = loggedIn.leftFor ? undefined : consentFormOf(loggedIn);
  const last = consentForm ? await allow(browser, loggedIn, consentForm) : loggedIn;
  const code = last.leftFor?.searchParams.get('code');
  if (!last.leftFor || !code) throw new UnexpectedPageError(last);
  return {
    config,
    code: secrets.remember('authorization code', code),
    callback: last.leftFor,
    checks: { pkceCodeVerifier, expectedState },
    consentPage: consentForm && loggedIn.html,
  };
}
