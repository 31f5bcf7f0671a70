import { type AttackFamily, forged } from './attack.ts';

/**
 * Security event tokens (RFC 8417), which an issuer signs with the key of its access tokens, and hands to every service: none is an access
 * token of anybody, whatever of it were missing (SSF 1.0 section 4.1).
 */
export const securityEvents: AttackFamily = ({ key, header, claims, profile }) => {
  const { iss, sub, aud, iat, jti } = claims;
  const event = {
    ...{ iss, aud: 'order', iat, jti },
    sub_id: {
      format: 'complex',
      user: { format: 'iss_sub', iss, sub },
      session: { format: 'opaque', id: 'a session' },
    },
    events: { 'https://schemas.openid.net/secevent/caep/event-type/session-revoked': { origin_jti: [jti] } },
  };
  const kinds = profile.kind ? { [profile.kind.claim]: profile.kind.value } : {};
  const typed = (typ: string, payload: object): string => key.sign({ ...header, typ }, payload);
  return [
    forged('type_wrong', 'as it is handed out', typed('secevent+jwt', event)),
    forged('type_wrong', 'by its whole media type', typed('application/secevent+jwt', event)),
    forged('type_wrong', 'for this API', typed('secevent+jwt', { ...event, aud })),
    forged('type_wrong', 'with all that an access token says beside', typed('secevent+jwt', { ...event, ...claims })),
    forged('aud_wrong', 'that has the type of an access token', key.sign(header, event)),
    forged('exp_malformed', 'that is for this API too', key.sign(header, { ...event, ...kinds, aud })),
    forged('sub_malformed', 'that ends too', key.sign(header, { ...event, ...kinds, aud, exp: claims['exp'] })),
  ];
};
