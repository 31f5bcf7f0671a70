import { allowInsecureRequests, Configuration, customFetch, type CustomFetch } from 'openid-client';
import { clientAuthentication, type ClientCredential } from './client-authentication.ts';
import { DownstreamUnavailable, InsecureUrl } from './errors.ts';

/** Where tokens come from, and who asks for them. */
export interface TokenExchangeOptions extends ClientCredential {
  /** What the identity server is called; compared, never dialed. */
  readonly issuer: string;
  /** Where it is reached; dialed, never compared. */
  readonly identityUrl: string;
  readonly clientId: string;
  /** Lets tokens travel over plain http: where something else protects the way (a mesh's mTLS), or on one machine. */
  readonly allowInsecureHttp: boolean;
}

const timeoutSeconds = 3;

/** No discovery: it would have to be dialed at the issuer's public address, and would be a reason not to start. */
export async function identityServer(options: TokenExchangeOptions): Promise<Configuration> {
  const tokenEndpoint = new URL(`${options.identityUrl}/token`);
  const configuration = new Configuration(
    { issuer: options.issuer, token_endpoint: tokenEndpoint.href },
    options.clientId,
    {},
    await clientAuthentication(options),
  );
  configuration.timeout = timeoutSeconds;
  configuration[customFetch] = wholeAnswer(options.issuer);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; the option it asks for is the permission
  if (options.allowInsecureHttp) allowInsecureRequests(configuration);
  else if (tokenEndpoint.protocol !== 'https:') throw new InsecureUrl(tokenEndpoint);
  return configuration;
}

/** Fetches to the last byte, so that whatever goes wrong on the way is told apart from what is wrong with the answer. */
function wholeAnswer(issuer: string): CustomFetch {
  return async (url, request) => {
    try {
      const response = await fetch(url, request as RequestInit);
      return new Response(await response.text(), { status: response.status, headers: response.headers });
    } catch (error) {
      throw new DownstreamUnavailable(issuer, { cause: error });
    }
  };
}
