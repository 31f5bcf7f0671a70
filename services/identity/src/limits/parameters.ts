/** What a parameter may be: PostgreSQL holds neither U+0000 nor half a surrogate pair, and a log no line break of a stranger's. */
interface Limit {
  readonly longest: number;
  readonly characters: RegExp;
}

/** Whatever people write: no control characters (RFC 8264 section 4.3), no half of a surrogate pair. */
export const text = /^[^\p{Cc}\p{Cs}]*$/u;
/** VSCHAR of RFC 6749 appendix A. */
const visible = /^[\x20-\x7E]*$/;
/** What base64url, JWTs and PKCE are written in (RFC 7636 section 4.1). */
const unreserved = /^[A-Za-z0-9._~+/=-]*$/;
/** A number, which no other way to write one is taken for (OpenID Connect Core section 3.1.2.1). */
const digits = /^\d*$/;

const longestName = 60;
const mostParameters = 50;

/**
 * Every parameter of OAuth 2.0, OpenID Connect and the forms that identity takes, and how long it may be, in characters. Redirects
 * hold the state, percent-encoded, and the edge passes on no header above 4 KiB: hence its length.
 */
export const parameterLimits: ReadonlyMap<string, Limit> = new Map([
  ['acr_values', { longest: 200, characters: visible }],
  ['actor_token', { longest: 8192, characters: unreserved }],
  ['actor_token_type', { longest: 200, characters: visible }],
  ['audience', { longest: 200, characters: visible }],
  ['claims', { longest: 2000, characters: text }],
  ['client_assertion', { longest: 8192, characters: unreserved }],
  ['client_assertion_type', { longest: 200, characters: visible }],
  ['client_id', { longest: 100, characters: visible }],
  // No client has one. What is beside a client's own way to prove who it is would be a second (RFC 6749 section 2.3).
  ['client_secret', { longest: 0, characters: visible }],
  ['code', { longest: 300, characters: unreserved }],
  ['code_challenge', { longest: 128, characters: unreserved }],
  ['code_challenge_method', { longest: 20, characters: visible }],
  ['code_verifier', { longest: 128, characters: unreserved }],
  ['display', { longest: 50, characters: visible }],
  ['grant_type', { longest: 200, characters: visible }],
  ['id_token_hint', { longest: 8192, characters: unreserved }],
  ['login_hint', { longest: 200, characters: text }],
  ['logout', { longest: 20, characters: visible }],
  ['max_age', { longest: 20, characters: digits }],
  ['nonce', { longest: 500, characters: visible }],
  ['post_logout_redirect_uri', { longest: 2000, characters: visible }],
  ['prompt', { longest: 100, characters: visible }],
  ['redirect_uri', { longest: 2000, characters: visible }],
  ['refresh_token', { longest: 300, characters: unreserved }],
  ['request', { longest: 8192, characters: unreserved }],
  ['request_uri', { longest: 500, characters: visible }],
  ['requested_token_type', { longest: 200, characters: visible }],
  ['resource', { longest: 500, characters: visible }],
  ['response_mode', { longest: 50, characters: visible }],
  ['response_type', { longest: 50, characters: visible }],
  ['scope', { longest: 1000, characters: visible }],
  ['state', { longest: 1000, characters: visible }],
  ['subject_token', { longest: 12_288, characters: unreserved }],
  ['subject_token_type', { longest: 200, characters: visible }],
  ['token', { longest: 8192, characters: visible }],
  ['token_type_hint', { longest: 100, characters: visible }],
  ['ui_locales', { longest: 200, characters: visible }],
  ['xsrf', { longest: 200, characters: visible }],
]);

/** What no specification that is followed here names, and what is to be ignored (RFC 6749 section 3.1). */
const unnamed: Limit = { longest: 2000, characters: text };

/** JSON that spells what it must not hold. */
const escaped = /\\u(0000|d[89a-f][\da-f]{2})/i;

/** What is wrong with the first parameter that is not as it may be; it names the parameter, and repeats nothing of it. */
export function parameterProblem(parameters: Iterable<readonly [name: string, value: string]>): string | undefined {
  const all = [...parameters];
  if (all.length > mostParameters) return `there are more than ${mostParameters} parameters`;
  for (const [name, value] of all) {
    if (name.length > longestName || !visible.test(name)) return "a parameter's name is too long or no name";
    const { longest, characters } = parameterLimits.get(name) ?? unnamed;
    if (value.length > longest) return `${name}: is longer than ${longest} characters`;
    if (!characters.test(value) || (name === 'claims' && escaped.test(value))) {
      return `${name}: holds a character that it may not hold`;
    }
  }
  return undefined;
}
