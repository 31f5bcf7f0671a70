import { parameterLimits } from '@downscope/identity/src/limits/parameters.ts';
import type { Schema } from '../schema.ts';

/** A parameter as identity takes it: how long, and of which characters. */
export function parameterSchema(name: string): Schema {
  const limit = parameterLimits.get(name);
  if (!limit) throw new RangeError(`identity knows no parameter ${name}`);
  // Not every reader of JSON Schema knows classes of characters by name. Half a surrogate pair JSON has no way to say.
  const pattern = limit.characters.source.replace(String.raw`\p{Cc}\p{Cs}`, String.raw`\u0000-\u001f\u007f-\u009f`);
  return { type: 'string', maxLength: limit.longest, pattern };
}

export const query = (names: readonly string[], required: readonly string[] = []): object[] =>
  names.map((name) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: parameterSchema(name),
  }));

/** A form with these fields; `fixed` ones have one value each. */
export function form(
  title: string,
  fixed: Readonly<Record<string, string>>,
  required: readonly string[],
  optional: readonly string[],
): Schema {
  return {
    type: 'object',
    title,
    required: [...Object.keys(fixed), ...required],
    properties: {
      ...Object.fromEntries(Object.entries(fixed).map(([name, value]) => [name, { type: 'string', const: value }])),
      ...Object.fromEntries([...required, ...optional].map((name) => [name, parameterSchema(name)])),
    },
  };
}

export const formBody = (schema: Schema, example: object): object => ({
  required: true,
  content: { 'application/x-www-form-urlencoded': { schema, example } },
});

/** An answer in JSON. */
export const json = (description: string, schema: Schema, example: object, type = 'application/json'): object => ({
  description,
  content: { [type]: { schema, example } },
});

/** As RFC 6749 section 5.2 has it. */
const oauthError: Schema = {
  type: 'object',
  title: 'OAuthError',
  required: ['error'],
  properties: { error: { type: 'string' }, error_description: { type: 'string' } },
};

const words: Readonly<Record<number, string>> = {
  400: 'The request is not one that may be granted (RFC 6749 section 5.2)',
  401: 'The client did not prove who it is',
  406: 'The caller takes no JWT',
  500: 'A fault of the server',
  503: 'It cannot tell right now',
};
const codes: Readonly<Record<number, string>> = {
  400: 'invalid_request',
  401: 'invalid_client',
  406: 'invalid_request',
  500: 'server_error',
  503: 'temporarily_unavailable',
};

export const refusals = (...statuses: readonly number[]): Record<string, object> => ({
  ...Object.fromEntries(
    statuses.map((status) => [status, json(words[status] ?? '', oauthError, { error: codes[status] })]),
  ),
  ...tooMany,
});

/** Whatever is asked: somebody's network asked too often. */
export const tooMany: Record<string, object> = {
  429: {
    description: 'Too many requests of one network',
    headers: { 'retry-after': { description: 'After how many seconds to try again', schema: { type: 'string' } } },
    content: { 'text/plain': { schema: { type: 'string' }, example: 'Too Many Requests' } },
  },
};

/** Whatever is asked of the public listener: it has one name. */
export const misdirected: Record<string, object> = {
  421: {
    description: "Another host than the issuer's was asked for",
    content: { 'text/plain': { schema: { type: 'string' }, example: 'Misdirected Request' } },
  },
};

/** A page for a person. */
export const page = (description: string): object => ({
  description,
  content: { 'text/html': { schema: { type: 'string' } } },
});

export const elsewhere = (description: string): object => ({
  description,
  headers: { location: { description: 'Where to go on', schema: { type: 'string', format: 'uri-reference' } } },
});
