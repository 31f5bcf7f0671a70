import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, HttpStatus, Logger } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { STATUS_CODES } from 'node:http';

/** A problem document (RFC 9457 section 3), with the error's stable code as extension member. */
export interface Problem {
  readonly type: 'about:blank';
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
}

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
    const { problem, headers } = problemOf(error);
    if (problem.status >= 500) this.logger.error(error);
    void host
      .switchToHttp()
      .getResponse<FastifyReply>()
      .status(problem.status)
      .headers({ 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers })
      .send(problem);
  }
}

function problemOf(error: unknown): { problem: Problem; headers: Record<string, string> } {
  if (error instanceof HttpException) return { problem: ofHttpException(error), headers: {} };
  if (isSelfDescribing(error)) {
    return { problem: document(error.status, error.code, error.message), headers: error.headers ?? {} };
  }
  return { problem: document(HttpStatus.INTERNAL_SERVER_ERROR, 'internal_error'), headers: {} };
}

function ofHttpException(exception: HttpException): Problem {
  const status = exception.getStatus();
  const response = exception.getResponse();
  const messages = typeof response === 'object' && 'message' in response ? response.message : exception.message;
  const title = STATUS_CODES[status] ?? 'error';
  return document(status, title.toLowerCase().replaceAll(/\W+/g, '_'), [messages].flat().join('; '));
}

function document(status: number, code: string, detail?: string): Problem {
  return {
    type: 'about:blank',
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
  };
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
