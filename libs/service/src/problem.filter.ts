import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { type Problem, problem, problemHeaders } from './problem.ts';

/**
 * Answers whatever was thrown with application/problem+json.
 *
 * An error that states `status`, `code` and perhaps `headers` is answered as it says; Nest's own HTTP exceptions keep their
 * status; everything else is a 500 that tells the caller nothing and the log all.
 */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const { body, headers } = answerTo(error);
    if (body.status >= 500) this.logger.error(error);
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(body.status)
      .headers({ ...problemHeaders, ...headers })
      .send(body);
  }
}

function answerTo(error: unknown): { body: Problem; headers: Record<string, string> } {
  if (error instanceof HttpException) return { body: ofHttpException(error), headers: {} };
  if (isSelfDescribing(error)) {
    return { body: problem(error.status, error.code, error.message), headers: error.headers ?? {} };
  }
  return { body: problem(HttpStatus.INTERNAL_SERVER_ERROR, 'internal_error'), headers: {} };
}

function ofHttpException(exception: HttpException): Problem {
  const status = exception.getStatus();
  const response = exception.getResponse();
  const messages = typeof response === 'object' && 'message' in response ? response.message : exception.message;
  const title = STATUS_CODES[status] ?? 'error';
  return problem(status, title.toLowerCase().replaceAll(/\W+/g, '_'), [messages].flat().join('; '));
}

interface SelfDescribing extends Error {
  readonly status: number;
  readonly code: string;
  readonly headers?: Record<string, string>;
}

function isSelfDescribing(error: unknown): error is SelfDescribing {
  return (
    error instanceof Error &&
    'status' in error &&
    typeof error.status === 'number' &&
    'code' in error &&
    typeof error.code === 'string'
  );
}
