import type { KafkaUser, KafkaUsers } from './kafka-users.ts';

export type KafkaProperties = Readonly<Record<string, string | number | boolean>>;

/** How the broker finds out who one is. */
export interface KafkaAuthentication {
  readonly users: KafkaUsers;
  readonly issuer: string;
  /** URL of the JWK Set that tokens are checked by. */
  readonly keysUrl: string;
}

/** What tokens for the broker are for: privileges.yaml has it. */
const audience = 'urn:downscope:kafka';
// A service proves itself anew that often, on the connection that it has: what is a minute, and not its token's five.
const reauthenticationMs = 60_000;
const module = 'org.apache.kafka.common.security';

/**
 * Services come with a token of identity, by SASL/OAUTHBEARER (RFC 7628), and may do what ACLs say; the broker itself and its operator
 * come with passwords, each at a port of its own. Nothing is encrypted: nobody but this machine hears.
 */
export function authenticated({ users, issuer, keysUrl }: KafkaAuthentication): KafkaProperties {
  const tokens = 'listener.name.services';
  return {
    'listener.security.protocol.map': 'SERVICES:SASL_PLAINTEXT,OPERATOR:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'OPERATOR',
    'sasl.mechanism.inter.broker.protocol': 'PLAIN',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    [`${tokens}.sasl.enabled.mechanisms`]: 'OAUTHBEARER',
    [`${tokens}.oauthbearer.sasl.jaas.config`]: `${module}.oauthbearer.OAuthBearerLoginModule required;`,
    [`${tokens}.oauthbearer.sasl.server.callback.handler.class`]: `${module}.oauthbearer.OAuthBearerValidatorCallbackHandler`,
    [`${tokens}.oauthbearer.connections.max.reauth.ms`]: reauthenticationMs,
    [`${tokens}.sasl.oauthbearer.jwks.endpoint.url`]: keysUrl,
    [`${tokens}.sasl.oauthbearer.expected.issuer`]: issuer,
    [`${tokens}.sasl.oauthbearer.expected.audience`]: audience,
    [`${tokens}.sasl.oauthbearer.clock.skew.seconds`]: 0,
    'listener.name.operator.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.operator.plain.sasl.jaas.config': passwords(users.broker, [users.broker, users.operator]),
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': passwords(users.broker, [users.broker]),
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': false,
    'super.users': [users.broker, users.operator].map(({ username }) => `User:${username}`).join(';'),
  };
}

/** As whom the broker goes, and whom it lets in. */
function passwords(itself: KafkaUser, known: readonly KafkaUser[]): string {
  const users = known.map(({ username, password }) => `user_${username}="${password}"`);
  const own = [`username="${itself.username}"`, `password="${itself.password}"`];
  return `${module}.plain.PlainLoginModule required ${[...own, ...users].join(' ')};`;
}
