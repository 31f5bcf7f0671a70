import { misplaced } from '@downscope/guards/testing';
import { createHash } from 'node:crypto';
import { authorizationCodeGrant } from 'openid-client';
import { logOut } from '../support/log-out.ts';
import { redeem } from '../support/login.ts';
import type { Secret } from '../support/secret.ts';
import type { StackClient } from '../support/stack-client.ts';
import { apis } from '../support/stack.ts';
import { routes } from './routes.ts';
import { atTheEdge, bearing, type Shot } from './shots.ts';

/** A live opaque token, and what must not be taken for it. */
export async function liveTokens(stack: StackClient): Promise<{ opaqueToken: Secret; shots: Shot[] }> {
  const scopes = routes.filter(({ isAtTheEdge }) => isAtTheEdge).flatMap((route) => route.scopes);
  const { opaqueToken } = await stack.login('alice', { scopes: ['openid', ...scopes] });
  const token = opaqueToken.reveal();
  const unknown = { ...spoilt(token), ...(await otherKinds(stack, opaqueToken)), ...(await ended(stack)) };
  return {
    opaqueToken,
    shots: [
      ...atTheEdge(stack.edge, misplaced(token)),
      ...shotsWith(unknown, 'not_active'),
      ...shotsWith(noTokens(token), 'authorization_malformed'),
    ].map((shot) => ({ ...shot, name: `live: ${shot.name}` })),
  };
}

function shotsWith(tokens: Readonly<Record<string, string>>, reason: string): Shot[] {
  return Object.entries(tokens).map(([name, token]) => ({
    name,
    request: bearing(token),
    expected: { statuses: [401], reason },
  }));
}

/** Another text than the token, however near. */
function spoilt(token: string): Record<string, string> {
  const letters = Array.from(token);
  const otherCase = (letter: string): string => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase());
  return {
    'without its last letter': token.slice(0, -1),
    'without its first letter': token.slice(1),
    'half of it': token.slice(0, token.length / 2),
    'a letter more': `${token}A`,
    'a dot more': `${token}.`,
    padded: `${token}=`,
    'padded twice': `${token}==`,
    doubled: token.repeat(2),
    'doubled with a dot': `${token}.${token}`,
    'as three parts': `${token}.${token}.${token}`,
    backwards: letters.toReversed().join(''),
    'in capitals': token.toUpperCase(),
    'in small letters': token.toLowerCase(),
    'with its case changed': letters.map(otherCase).join(''),
    'encoded once more': Buffer.from(token).toString('base64url'),
    'as a path': `./${token}`,
    'its digest, by which the database knows it': createHash('sha256').update(token).digest('base64url'),
    'its digest in hex': createHash('sha256').update(token).digest('hex'),
  };
}

/** What is no token by its letters alone (RFC 6750 section 2.1). */
function noTokens(token: string): Record<string, string> {
  return {
    'a space in it': `${token.slice(0, 8)} ${token.slice(8)}`,
    'a space encoded for URLs after it': `${token}%20`,
    'a NUL encoded for URLs after it': `${token}%00`,
    'a wildcard': '*',
    'a wildcard after its start': `${token.slice(0, 8)}*`,
    'a wildcard of SQL': '%',
    'an injection of SQL': "' OR '1'='1",
    'an injection of JSON': '{"$ne":null}',
  };
}

/** Tokens that are live too, but mean something else, or are for somebody else. */
async function otherKinds(stack: StackClient, opaqueToken: Secret): Promise<Record<string, string>> {
  const jwts = await Promise.all(apis.map((api) => stack.swap(opaqueToken, `urn:downscope:${api}`)));
  const [forOrder] = jwts as [Secret, ...Secret[]];
  const exchanged = await stack.exchange('order', forOrder, {
    audience: 'urn:downscope:billing',
    scopes: ['invoices_read'],
  });
  const own = await stack.ownToken('billing', {
    audience: 'urn:downscope:customer',
    scopes: ['customers_terms_read_any'],
  });
  const { code } = await stack.authorize('alice');
  const { code: redeemedCode, config, callback, checks } = await stack.authorize('alice');
  const { id_token: idToken = '' } = await authorizationCodeGrant(config, callback, checks);
  const { client_assertion: assertion = '' } = await stack.assertionOf('order');
  return {
    ...Object.fromEntries(
      jwts.map((jwt, index) => [`the JWT that it stands for at ${apis[index] ?? ''}`, jwt.reveal()]),
    ),
    'a JWT of an exchange': exchanged.reveal(),
    "a service's own JWT": own.reveal(),
    "a service's proof of who it is": assertion,
    'an authorization code': code.reveal(),
    'a redeemed authorization code': redeemedCode.reveal(),
    'an ID token': idToken,
  };
}

/** Tokens that were live a moment ago, and that the edge never saw. */
async function ended(stack: StackClient): Promise<Record<string, string>> {
  const revoked = await stack.login('alice');
  await stack.revoke(revoked.opaqueToken);
  const authorization = await stack.authorize('alice');
  const loggedOut = await redeem(authorization, stack.secrets);
  await stack.swap(loggedOut.opaqueToken, 'urn:downscope:order');
  await logOut(authorization);
  return { revoked: revoked.opaqueToken.reveal(), 'of a closed session': loggedOut.opaqueToken.reveal() };
}
