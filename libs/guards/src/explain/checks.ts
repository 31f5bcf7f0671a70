import type { InvalidTokenReason } from '../verification/invalid-token.ts';
import type { Verification } from '../verification/verification.ts';

/** What a request with an access token may be refused for before anything is asked of a route. */
export type Reason = InvalidTokenReason | 'missing_token' | 'keys_unavailable';

/** One thing that is asked of a token. */
export interface Check {
  readonly step: keyof Verification;
  /** What holds where it passes. */
  readonly holds: string;
  /** Whom to turn to, and with what, where it fails. */
  readonly advice: string;
}

const client = 'The client sends it wrongly.';
const damaged = 'Copy the token again, whole. If it comes so from the client, whatever carries it there changes it.';
const issuers = 'No issuer should make this: ask whoever runs it, or look who else made the token.';
const clocks = 'Compare the clocks of the issuer and of this machine.';

/** In the order in which they are made: the first that fails is the reason. */
export const checks: Readonly<Record<Reason, Check>> = {
  authorization_repeated: {
    step: 'bearer',
    holds: 'There is at most one Authorization header.',
    advice: `${client} Often a gateway adds its own beside the caller's.`,
  },
  authorization_malformed: {
    step: 'bearer',
    holds: 'It holds one token and nothing else: "Bearer", a space, the token.',
    advice: `${client} Look for quotes, commas, a second token, or a line break.`,
  },
  missing_token: {
    step: 'bearer',
    holds: 'It holds a bearer token.',
    advice: 'Send "Authorization: Bearer <token>". Tokens in a cookie, a query or a body are not looked at.',
  },
  too_long: {
    step: 'form',
    holds: 'It has at most 12 KiB.',
    advice: 'Have the issuer release fewer claims: groups and roles are most of it, as a rule.',
  },
  not_three_parts: {
    step: 'form',
    holds: 'It has three parts with dots between.',
    advice:
      'An opaque token has none, and an encrypted one has five. Ask the issuer for JWT access tokens, or introspect.',
  },
  not_canonical_base64url: { step: 'form', holds: 'Each part is base64url, spelled in the one way.', advice: damaged },
  not_utf8: { step: 'form', holds: 'What that encodes is UTF-8.', advice: damaged },
  not_a_json_object: { step: 'form', holds: 'Header and payload are objects of JSON.', advice: damaged },
  ambiguous_keys: { step: 'form', holds: 'No name stands twice in an object.', advice: issuers },
  iss_wrong: {
    step: 'form',
    holds: 'Its issuer is trusted here.',
    advice:
      'Set `issuer` to what the token says, to the character, if that is the server you mean; else ask the right server.',
  },
  key_in_header: { step: 'form', holds: 'It brings no key of its own along.', advice: issuers },
  critical_extension: { step: 'form', holds: 'It demands no extension (`crit`).', advice: issuers },
  header_parameter_unknown: {
    step: 'form',
    holds: 'Its header says nothing that nobody asked for.',
    advice:
      'Choose the `profile` of the issuer, or name the parameter in `headerParameters`: it is let through unread.',
  },
  type_wrong: {
    step: 'form',
    holds: 'Its type is that of an access token.',
    advice: 'An ID token is none: send the access token. Else choose the `profile` of the issuer.',
  },
  algorithm_not_allowed: {
    step: 'form',
    holds: 'Its algorithm is one that its issuer signs with.',
    advice: 'Have the issuer sign with PS256, ES256 or RS256, and look at `algorithms`.',
  },
  key_id_missing: { step: 'form', holds: 'It names its key (`kid`).', advice: 'Have the issuer write a `kid`.' },
  keys_unavailable: {
    step: 'key',
    holds: 'The keys of its issuer can be had.',
    advice:
      'This is no fault of the token: the API answers 503. Look at `jwksUri`, and at the way there from this machine.',
  },
  key_unknown: {
    step: 'key',
    holds: 'Its issuer publishes the key that it names.',
    advice:
      'The token is older than the keys, or of another realm or stage: look which server `jwksUri` is, and log in again.',
  },
  key_for_other_algorithm: {
    step: 'key',
    holds: 'That key is for signatures of its algorithm.',
    advice:
      'Compare `alg` and `kty` of the key with `alg` of the header: an issuer that changed its algorithm needs a new key.',
  },
  key_ambiguous: {
    step: 'key',
    holds: 'It is one key.',
    advice: 'Two keys that are published under one `kid` cannot be told apart: have the issuer name them anew.',
  },
  key_too_weak: {
    step: 'key',
    holds: 'It is strong enough.',
    advice: 'Have the issuer make an RSA key of 2048 bits or more.',
  },
  signature_wrong: {
    step: 'signature',
    holds: 'Its signature is good.',
    advice:
      'It was changed on the way, or signed by a key that somebody else calls the same: another stage, as a rule.',
  },
  aud_wrong: {
    step: 'claims',
    holds: 'It is for this service and no other.',
    advice:
      'Ask for a token for this service (`resource` or `audience`), or exchange it; `otherAudiences` allows a second name.',
  },
  kind_wrong: {
    step: 'claims',
    holds: 'It says that it is an access token, where its issuer says so by a claim.',
    advice: 'Send the access token, not the ID token or the refresh token.',
  },
  exp_malformed: { step: 'claims', holds: 'It says when it ends (`exp`).', advice: issuers },
  expired: {
    step: 'claims',
    holds: 'It has not ended.',
    advice: `Refresh it, or log in again. If it is new: ${clocks.toLowerCase()}`,
  },
  iat_malformed: { step: 'claims', holds: 'It says when it was made (`iat`).', advice: issuers },
  iat_in_the_future: { step: 'claims', holds: 'It was made before now.', advice: clocks },
  lives_too_long: {
    step: 'claims',
    holds: 'It lives no longer than its issuer may let it.',
    advice: 'Have the issuer make shorter ones, or set `maxLifetimeSeconds`, if you can wait so long for a revocation.',
  },
  nbf_malformed: { step: 'claims', holds: 'If it says when it begins (`nbf`), that is a time.', advice: issuers },
  not_yet_valid: { step: 'claims', holds: 'It has begun.', advice: clocks },
  auth_time_malformed: {
    step: 'claims',
    holds: 'If it says when the person logged in (`auth_time`), that is a time.',
    advice: issuers,
  },
  auth_time_in_the_future: { step: 'claims', holds: 'They logged in before now.', advice: clocks },
  sub_malformed: { step: 'claims', holds: 'It says whose it is (`sub`).', advice: issuers },
  client_id_malformed: {
    step: 'claims',
    holds: 'It says which client it was given to.',
    advice: 'Issuers call that `client_id`, `azp`, `cid` or `appid`: choose the `profile` of yours.',
  },
  jti_malformed: {
    step: 'claims',
    holds: 'It has an id.',
    advice: 'Issuers call that `jti` or `uti`: choose the `profile` of yours.',
  },
  scope_malformed: {
    step: 'claims',
    holds: 'Its scopes are a text with single spaces between.',
    advice: 'A list of scopes is another form than RFC 9068 has: choose the `profile` of the issuer.',
  },
  act_malformed: {
    step: 'claims',
    holds: 'Whoever acts for its subject is named, four of them at most (`act`).',
    advice: issuers,
  },
  acr_malformed: {
    step: 'claims',
    holds: 'If it says how strong the login was (`acr`), that is a text.',
    advice: issuers,
  },
  revoked: {
    step: 'liveness',
    holds: 'It was not revoked.',
    advice: 'Log in again: its owner logged out, or took back what it came from, or lost what it allowed.',
  },
};
