import { macKeysGrant, tokenExchangeGrant } from '@downscope/identity/src/clients/client-metadata.ts';
import { exchangeParameters } from '@downscope/identity/src/exchange/exchange-request.ts';
import { lifetimeSeconds } from '@downscope/identity/src/lifetimes.ts';
import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';
import { information } from '../information.ts';
import { type Schema, withComponents } from '../schema.ts';
import { issuer } from '../settings.ts';
import { inactive, keySet, macKeys, metadata, opaqueToken, pushed, serviceToken } from './answers.ts';
import { elsewhere, form, formBody, json, misdirected, page, query, refusals, tooMany } from './endpoints.ts';

const assertion = ['client_assertion_type', 'client_assertion'];
const exampleClient = { client_id: 'walkthrough' };
const redirectUri = 'http://127.0.0.1/callback';
const authorization = [
  ...['response_type', 'client_id', 'redirect_uri', 'scope', 'state', 'nonce', 'code_challenge'],
  ...['code_challenge_method', 'resource', 'prompt', 'max_age', 'acr_values', 'claims', 'login_hint', 'ui_locales'],
  'request_uri',
];
const logout = ['id_token_hint', 'client_id', 'post_logout_redirect_uri', 'state', 'ui_locales'];

/** What browsers and apps ask identity. What people see there are pages, and no part of it. */
export function publicIdentity(privileges: Privileges): object {
  const scopes_supported = ['openid', ...[...privileges.file.edge.values()].flat()];
  return documentOf({
    title: 'Downscope: identity, for clients on the internet',
    description: 'Login, codes and opaque tokens (OpenID Connect Core, RFC 6749, 7009, 7636, 8414, 9126).',
    url: issuer,
    always: misdirected,
    paths: {
      ...published({ scopes_supported, grant_types_supported: ['authorization_code', 'refresh_token'] }),
      '/auth': {
        get: {
          operationId: 'authorize',
          summary: 'Sends a person to log in, and back with a code',
          parameters: query(authorization, ['client_id']),
          responses: {
            303: elsewhere('To a page where the person goes on, or back to the client'),
            400: page('It cannot be told to the client, so the person is'),
            500: page('A fault of the server'),
            503: page('It cannot tell right now'),
            ...tooMany,
          },
        },
      },
      '/request': {
        post: {
          operationId: 'push',
          summary: 'Takes the parameters of an authorization request past the browser (RFC 9126)',
          requestBody: formBody(
            form(
              'PushRequest',
              {},
              ['client_id'],
              [...authorization.slice(0, 1), ...authorization.slice(2, -1), ...assertion],
            ),
            { ...exampleClient, response_type: 'code', redirect_uri: redirectUri, scope: 'openid orders_read' },
          ),
          responses: {
            201: json('Kept for a moment', pushed, {
              request_uri: 'urn:ietf:params:oauth:request_uri:abc',
              expires_in: 60,
            }),
            ...refusals(400, 401, 500, 503),
          },
        },
      },
      '/token': {
        post: {
          operationId: 'token',
          summary: 'An opaque token for a code, or for a refresh token',
          requestBody: formBody(
            {
              oneOf: [
                form(
                  'CodeGrant',
                  { grant_type: 'authorization_code' },
                  ['code', 'redirect_uri', 'code_verifier'],
                  [...['client_id', 'resource', ...assertion]],
                ),
                form(
                  'RefreshGrant',
                  { grant_type: 'refresh_token' },
                  ['refresh_token'],
                  [...['client_id', 'scope', 'resource', ...assertion]],
                ),
              ],
            },
            {
              grant_type: 'authorization_code',
              ...exampleClient,
              code: 'c0de',
              redirect_uri: redirectUri,
              code_verifier: 'M25iVXpKU3puUjFaYWg3T1NDTDQtcW1ROUY5YXlwalNoc0hhakxifmZHag',
            },
          ),
          responses: {
            200: json('The token', opaqueToken, {
              access_token: 'opaque',
              token_type: 'Bearer',
              expires_in: lifetimeSeconds.opaqueToken,
              scope: 'orders_read',
            }),
            ...refusals(400, 401, 500, 503),
          },
        },
      },
      '/token/revocation': {
        post: {
          operationId: 'revoke',
          summary: "Ends a client's own token (RFC 7009)",
          requestBody: formBody(form('Revocation', {}, ['token'], ['token_type_hint', 'client_id', ...assertion]), {
            ...exampleClient,
            token: 'opaque',
          }),
          responses: {
            200: { description: 'It is over, or there was none' },
            ...refusals(400, 401, 500, 503),
          },
        },
      },
      '/session/end': {
        get: {
          operationId: 'logOut',
          summary: 'Asks a person whether to log out (OpenID Connect RP-Initiated Logout)',
          parameters: query(logout),
          responses: {
            200: page('The question'),
            303: elsewhere('Back to the client, where nobody is logged in'),
            400: page('It cannot be told to the client, so the person is'),
            500: page('A fault of the server'),
            503: page('It cannot tell right now'),
            ...tooMany,
          },
        },
      },
    },
  });
}

/** What services ask identity. */
export function internalIdentity(privileges: Privileges): object {
  const [caller = '', target = ''] = ['order', 'customer'].map((name) => (privileges.client(name) ? name : name));
  const proven = {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: 'eyJ.e30.c2ln',
  };
  return documentOf({
    title: 'Downscope: identity, for services',
    description:
      'Introspection that answers with a JWT, token exchange and client credentials (RFC 7662, 8693, 6749, 7523). Its streams of security events (/ssf) are told by /.well-known/ssf-configuration, as OpenID Shared Signals has it.',
    url: 'https://identity.example',
    always: {},
    paths: {
      ...published({
        scopes_supported: [...privileges.file.edge.values()].flat(),
        grant_types_supported: ['client_credentials', tokenExchangeGrant],
      }),
      '/token': {
        post: {
          operationId: 'token',
          summary: `A token for one call: on a person's behalf (RFC 8693), or as the service itself`,
          description: `Who may ask for which audience and scope is said by privileges.yaml, in \`exchange\` and \`clients\`: ${caller} may ask for ${target}, for one.`,
          requestBody: formBody(
            {
              oneOf: [
                form(
                  'ExchangeGrant',
                  { grant_type: tokenExchangeGrant },
                  [...exchangeParameters.slice(0, 3), ...assertion],
                  ['scope', 'requested_token_type', 'client_id'],
                ),
                form(
                  'ClientCredentialsGrant',
                  { grant_type: 'client_credentials' },
                  ['audience', 'scope', ...assertion],
                  ['client_id'],
                ),
                form('MacKeysGrant', { grant_type: macKeysGrant }, assertion, ['client_id']),
              ],
            },
            {
              grant_type: 'client_credentials',
              audience: 'urn:downscope:customer',
              scope: 'customers_terms_read_any',
              ...proven,
            },
          ),
          responses: {
            200: json(
              'The token',
              { anyOf: [serviceToken, macKeys] },
              {
                access_token: 'eyJ.e30.c2ln',
                token_type: 'Bearer',
                expires_in: lifetimeSeconds.clientCredentials,
                scope: 'customers_terms_read_any',
              },
            ),
            ...refusals(400, 401, 500, 503),
          },
        },
      },
      '/token/introspection': {
        post: {
          operationId: 'swap',
          summary: 'The JWT that an opaque token stands for at one API (RFC 7662)',
          requestBody: formBody(
            form('Introspection', {}, ['token', 'audience', ...assertion], ['token_type_hint', 'client_id']),
            {
              token: 'opaque',
              audience: 'urn:downscope:order',
              ...proven,
            },
          ),
          responses: {
            200: {
              description: 'The JWT; or that the token is not active, or not for this client to ask about',
              content: {
                'application/jwt': { schema: { type: 'string' }, example: 'eyJ.e30.c2ln' },
                'application/json': { schema: inactive, example: { active: false } },
              },
            },
            ...refusals(400, 401, 406, 500, 503),
          },
        },
      },
    },
  });
}

function published(example: object): Record<string, object> {
  const whole = { issuer, jwks_uri: `${issuer}/jwks`, token_endpoint: `${issuer}/token`, ...example };
  const self = (operationId: string): object => ({
    get: {
      operationId,
      summary: 'What it says of itself (RFC 8414)',
      responses: { 200: json('The metadata', metadata, whole), ...refusals(500) },
    },
  });
  return {
    '/.well-known/openid-configuration': self('openidConfiguration'),
    '/.well-known/oauth-authorization-server': self('authorizationServer'),
    '/jwks': {
      get: {
        operationId: 'keys',
        summary: 'By which keys its tokens are checked',
        responses: {
          200: json(
            'The keys',
            keySet,
            { keys: [{ kty: 'RSA', kid: 'k1', alg: 'PS256', use: 'sig' }] },
            'application/jwk-set+json',
          ),
          ...refusals(500),
        },
      },
    },
  };
}

interface Parts {
  readonly title: string;
  readonly description: string;
  readonly url: string;
  readonly always: Record<string, object>;
  readonly paths: Readonly<Record<string, object>>;
}

interface Described {
  readonly summary: string;
  readonly description?: string;
  readonly responses: object;
}

function documentOf({ title, description, url, always, paths }: Parts): object {
  const schemas: Record<string, Schema> = {};
  const whole = (operation: Described): object => ({
    ...operation,
    description: operation.description ?? operation.summary,
    tags: ['identity'],
    // Whoever must prove something does so in the form, for which OpenAPI has no scheme.
    security: [],
    responses: { ...operation.responses, ...always },
  });
  const operations = Object.entries(paths).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, each]) => [method, whole(each as Described)])),
  ]);
  return {
    ...information(title, description, url),
    tags: [{ name: 'identity', description: title }],
    paths: withComponents(Object.fromEntries(operations), schemas),
    components: { schemas },
  };
}
