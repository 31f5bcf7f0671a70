import { Logger } from '@nestjs/common';
import { CircuitState } from 'cockatiel';
import { allowInsecureRequests, Configuration, customFetch, type CustomFetch } from 'openid-client';
import { Circuit, defaultLimits } from './circuit.ts';
import { clientAuthentication, type ClientCredential } from './client-authentication.ts';
import { InsecureUrl } from './errors.ts';
import { wholeAnswer } from './whole-answer.ts';

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
  configuration[customFetch] = withinLimits(options);
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- marked so to stand out; the option it asks for is the permission
  if (options.allowInsecureHttp) allowInsecureRequests(configuration);
  else if (tokenEndpoint.protocol !== 'https:') throw new InsecureUrl(tokenEndpoint);
  return configuration;
}

/** Asked again where a connection breaks: a token that was made and not heard of harms nobody. */
function withinLimits({ issuer }: TokenExchangeOptions): CustomFetch {
  const logger = new Logger('TokenExchange');
  const circuit = new Circuit(issuer, defaultLimits, (state) => {
    logger.warn({ msg: 'the circuit to the identity server changed', state: CircuitState[state] });
  });
  return (url, request) =>
    circuit.through(() => wholeAnswer(issuer, [url, request as RequestInit], 'again where the connection breaks'));
}
