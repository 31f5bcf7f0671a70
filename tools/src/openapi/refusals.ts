import {
  InsufficientScope,
  InsufficientUserAuthentication,
  InvalidToken,
  KeysUnavailable,
  MissingClaim,
  MissingToken,
} from '@downscope/guards';
import { DatabaseUnavailable } from '@downscope/postgres';
import type { DescribesItself } from '@downscope/service';
import type { Operation } from './operation.ts';

/** What ProblemFilter makes of errors that are nobody's own. */
class Answered extends Error implements DescribesItself {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, detail?: string) {
    super(detail);
    this.status = status;
    this.code = code;
  }
}

/** How an operation may refuse before its handler says anything: the guard, validation, whatever reads bodies, the database. */
export function refusalsOf(operation: Operation, hasDatabase: boolean): DescribesItself[] {
  const { parameters = [], requestBody, security = [] } = operation;
  const claims = operation['x-required-claims'] ?? [];
  const strongLoginSeconds = operation['x-strong-login-max-age-seconds'];
  return [
    ...(parameters.length > 0 || requestBody
      ? [new Answered(400, 'bad_request', 'What was sent is not as the schema has it.')]
      : []),
    ...(security.length > 0 ? [new MissingToken(), new InvalidToken('expired'), new KeysUnavailable(5)] : []),
    ...(strongLoginSeconds === undefined ? [] : [new InsufficientUserAuthentication(strongLoginSeconds)]),
    // A policy may ask for a claim too, for whoever has no scope that does without.
    ...(security.length > 0 ? [new InsufficientScope([]), new MissingClaim(claims[0] ?? 'region')] : []),
    ...(requestBody ? [new Answered(413, 'payload_too_large'), new Answered(415, 'unsupported_media_type')] : []),
    ...(hasDatabase ? [new DatabaseUnavailable({ reason: '' })] : []),
    new Answered(500, 'internal_error'),
  ];
}
