import type { Schema } from '../schema.ts';

const text: Schema = { type: 'string' };
const texts: Schema = { type: 'array', items: text };

export const opaqueToken: Schema = {
  type: 'object',
  title: 'OpaqueToken',
  description: 'RFC 6749 section 5.1',
  required: ['access_token', 'token_type', 'expires_in', 'scope'],
  properties: {
    access_token: { type: 'string', description: 'Opaque: worth nothing but what the edge swaps it for' },
    token_type: { type: 'string', const: 'Bearer' },
    expires_in: { type: 'integer', description: 'Seconds' },
    scope: text,
    id_token: text,
    refresh_token: text,
  },
};

export const serviceToken: Schema = {
  type: 'object',
  title: 'ServiceToken',
  required: ['access_token', 'token_type', 'expires_in', 'scope'],
  properties: {
    access_token: { type: 'string', description: 'A JWT (RFC 9068) for one audience' },
    issued_token_type: { type: 'string', const: 'urn:ietf:params:oauth:token-type:access_token' },
    token_type: { type: 'string', const: 'Bearer' },
    expires_in: { type: 'integer', description: 'Seconds' },
    scope: text,
  },
};

export const macKeys: Schema = {
  type: 'object',
  title: 'MacKeys',
  description: 'What phantom-token tells inventions by',
  required: ['keys'],
  properties: { keys: { type: 'array', items: { type: 'object', additionalProperties: text } } },
};

export const keySet: Schema = {
  type: 'object',
  title: 'KeySet',
  description: 'RFC 7517',
  required: ['keys'],
  properties: {
    keys: {
      type: 'array',
      items: { type: 'object', required: ['kty', 'kid'], properties: { kty: text, kid: text, alg: text, use: text } },
    },
  },
};

export const metadata: Schema = {
  type: 'object',
  title: 'Metadata',
  description: 'RFC 8414 section 2',
  required: ['issuer', 'jwks_uri', 'token_endpoint', 'scopes_supported', 'grant_types_supported'],
  properties: {
    issuer: { type: 'string', format: 'uri' },
    jwks_uri: { type: 'string', format: 'uri' },
    token_endpoint: { type: 'string', format: 'uri' },
    scopes_supported: texts,
    grant_types_supported: texts,
  },
};

export const pushed: Schema = {
  type: 'object',
  title: 'PushedRequest',
  description: 'RFC 9126 section 2.2',
  required: ['request_uri', 'expires_in'],
  properties: { request_uri: text, expires_in: { type: 'integer' } },
};

export const inactive: Schema = {
  type: 'object',
  title: 'Inactive',
  description: 'RFC 7662 section 2.2',
  required: ['active'],
  properties: { active: { type: 'boolean', const: false } },
};
