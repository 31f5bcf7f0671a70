/** Why a token was refused: stable codes for logs and specs. The caller never sees them. */
export type InvalidTokenReason =
  | 'authorization_repeated'
  | 'authorization_malformed'
  | 'too_long'
  | 'not_three_parts'
  | 'not_canonical_base64url'
  | 'not_utf8'
  | 'not_a_json_object'
  | 'ambiguous_keys'
  | 'key_in_header'
  | 'critical_extension'
  | 'header_parameter_unknown'
  | 'type_wrong'
  | 'algorithm_not_allowed'
  | 'key_id_missing'
  | 'key_unknown'
  | 'key_too_weak'
  | 'key_for_other_algorithm'
  | 'key_ambiguous'
  | 'signature_wrong'
  | 'iss_wrong'
  | 'aud_wrong'
  | 'kind_wrong'
  | 'exp_malformed'
  | 'expired'
  | 'iat_malformed'
  | 'iat_in_the_future'
  | 'lives_too_long'
  | 'nbf_malformed'
  | 'not_yet_valid'
  | 'sub_malformed'
  | 'client_id_malformed'
  | 'jti_malformed'
  | 'scope_malformed'
  | 'act_malformed'
  | 'auth_time_malformed'
  | 'auth_time_in_the_future'
  | 'acr_malformed'
  | 'revoked';

/** The request carries a token, or something in its place, that proves nothing here. Answered 401 (RFC 6750 section 3.1). */
export class InvalidToken extends Error {
  override readonly name = 'InvalidToken';
  readonly status = 401;
  readonly code = 'invalid_token';
  readonly challenge = { error: 'invalid_token' } as const;

  constructor(
    readonly reason: InvalidTokenReason,
    options?: ErrorOptions,
  ) {
    super('The access token is not valid here.', options);
  }
}
