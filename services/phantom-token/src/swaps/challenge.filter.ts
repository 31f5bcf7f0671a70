import { bearerChallenge, currentTraceId, InvalidToken, MissingToken } from '@downscope/guards';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { config, resourceMetadata } from '../phantom-token.config.ts';
import { TokenNotActive } from './token-not-active.ts';

type Refusal = MissingToken | InvalidToken | TokenNotActive;

/** Answers a refused token: a challenge (RFC 6750 section 3) that the edge passes on, and the reason in the log only. */
@Catch(MissingToken, InvalidToken, TokenNotActive)
export class ChallengeFilter implements ExceptionFilter<Refusal> {
  private readonly logger = new Logger(ChallengeFilter.name);

  catch({ status, code, reason, challenge, message: detail }: Refusal, host: ArgumentsHost): void {
    this.logger.warn({ msg: 'request refused', status, code, reason });
    const traceId = currentTraceId();
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(status)
      .headers({
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
        'www-authenticate': bearerChallenge({ realm: config.API_ORIGIN, resourceMetadata, traceId, ...challenge }),
      })
      .send({ type: 'about:blank', title: STATUS_CODES[status], status, code, detail });
  }
}
