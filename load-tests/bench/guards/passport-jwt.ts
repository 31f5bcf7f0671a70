import { testAudience as audience, testIssuer as issuer } from '@downscope/guards/testing';
import jwksRsa from 'jwks-rsa';
import { ExtractJwt, type StrategyOptionsWithoutRequest } from 'passport-jwt';

/** What the README of jwks-rsa shows for passport-jwt, with the algorithm of our token. */
export function asItsReadmeShows(jwksUri: string): StrategyOptionsWithoutRequest {
  return {
    secretOrKeyProvider: jwksRsa.passportJwtSecret({ cache: true, rateLimit: true, jwksRequestsPerMinute: 5, jwksUri }),
    jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
    audience,
    issuer,
    algorithms: ['PS256'],
  };
}
