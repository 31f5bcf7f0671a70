import type { Claim } from '../claims.ts';
import { median, type Round } from '../rounds.ts';
import { tableLines } from '../table.ts';
import type { RequestName, Served } from './over-http.ts';
import type { Verifier } from './verifications.ts';

type Verifications = readonly Round<Verifier, number>[];
type Http = readonly Round<RequestName, Served>[];

const verifiers: Record<Verifier, string> = {
  jsonwebtoken: 'jsonwebtoken alone, with a KeyObject made before',
  guards: 'guards: header, form, signature, claims, policy',
  jose: 'jose, with its remote key set',
  expressOauth2JwtBearer: 'express-oauth2-jwt-bearer',
  passportJwt: 'passport-jwt, with the PEM of jwks-rsa',
};

const requests: Record<RequestName, string> = {
  open: 'an open route',
  rawVerify: 'the same, and crypto.verify in its handler',
  guards: 'guards',
  passportJwt: 'passport-jwt, with the PEM of jwks-rsa',
  wrongType: 'guards, refusing a token of the wrong type',
  wrongSignature: 'guards, refusing a wrong signature',
};

export function verificationTable(rounds: Verifications): string[] {
  const rows = (Object.keys(verifiers) as Verifier[]).map((name): [string, number, number] => [
    verifiers[name],
    median(rounds, speedOf(name)),
    median(rounds, (round) => round[name]),
  ]);
  return tableLines(['one token verified by', 'speed', 'CPU us'], rows);
}

export function requestTable(rounds: Http): string[] {
  const rows = (Object.keys(requests) as RequestName[]).map((name): [string, number, number, number] => [
    requests[name],
    median(rounds, (round) => round[name].perSecond / round.passportJwt.perSecond),
    median(rounds, costOf(name)),
    median(rounds, (round) => round[name].cost),
  ]);
  return tableLines(['one route of Nest on Fastify', 'requests/s', 'CPU', 'CPU us'], rows);
}

export function claimsOf(verifications: Verifications, http: Http): Claim[] {
  return [
    {
      says: 'guards verify a token, speed by that of jsonwebtoken alone',
      measured: median(verifications, speedOf('guards')),
      direction: 'at least',
      bound: 0.8,
    },
    {
      says: 'a guarded route, requests per second by those of passport-jwt with jwks-rsa',
      measured: median(http, ({ guards, passportJwt }) => guards.perSecond / passportJwt.perSecond),
      direction: 'at least',
      bound: 1.4,
    },
    {
      says: 'the same, requests per second of CPU',
      measured: median(http, costOf('passportJwt')),
      direction: 'at least',
      bound: 1.4,
    },
    {
      says: 'what guards add to a request, by what one crypto.verify in its handler adds',
      measured: median(http, ({ open, guards, rawVerify }) => (guards.cost - open.cost) / (rawVerify.cost - open.cost)),
      direction: 'at most',
      bound: 2.5,
    },
    {
      says: 'a token refused for its form, cost by that of a good one',
      measured: median(http, costOf('wrongType')),
      direction: 'at most',
      bound: 1,
    },
    {
      says: 'a token refused for its signature, cost by that of a good one',
      measured: median(http, costOf('wrongSignature')),
      direction: 'at most',
      bound: 1.4,
    },
  ];
}

/** By that of jsonwebtoken alone. */
function speedOf(name: Verifier): (round: Round<Verifier, number>) => number {
  return (round) => round.jsonwebtoken / round[name];
}

/** Of a request, by that of one with a good token. */
function costOf(name: RequestName): (round: Round<RequestName, Served>) => number {
  return (round) => round[name].cost / round.guards.cost;
}
