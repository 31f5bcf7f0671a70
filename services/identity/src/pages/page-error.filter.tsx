import { DatabaseUnavailable } from '@downscope/postgres';
import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Logger,
  NotFoundException,
} from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors } from 'oidc-provider';
import { LoginDelayed } from '../accounts/login-attempts.ts';
import { HashingBusy } from '../accounts/passwords.ts';
import { ClaimsUnavailable } from '../claims/claim-source.ts';
import { MessagePage, type MessagePageProps, notNow } from './message.page.tsx';
import { html, pageHeaders } from './page.tsx';

interface Explanation extends MessagePageProps {
  readonly status: number;
  readonly retryAfterSeconds?: number;
}

/** Tells a person in words what went wrong, and offers to try again where that can help. */
@Catch()
export class PageErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(PageErrorFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest<{ Params: { uid?: string } }>>();
    const { uid } = request.params;
    const retry = uid === undefined ? '/account' : `/interaction/${uid}`;
    const { status, retryAfterSeconds, ...message } = this.explain(error, retry);
    if (status >= 500 && !(error instanceof HashingBusy)) this.logger.error(error);
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    void reply
      .status(status)
      .headers({
        ...pageHeaders(),
        ...(retryAfterSeconds !== undefined && { 'retry-after': retryAfterSeconds }),
        ...(isOutage(error) && error.headers),
      })
      .send(html(<MessagePage {...message} />));
  }

  private explain(error: unknown, retry: string): Explanation {
    if (error instanceof LoginDelayed) {
      const { status, retryAfterSeconds } = error;
      const text = `There were too many wrong passwords. Please try again in ${retryAfterSeconds} seconds.`;
      return { status, retryAfterSeconds, title: 'Please wait', text, retry };
    }
    if (error instanceof HashingBusy) {
      const { status, retryAfterSeconds } = error;
      const text = 'Too many people are logging in. Your password was not looked at; please try again in a moment.';
      return { status, retryAfterSeconds, title: 'Please wait', text, retry };
    }
    if (error instanceof errors.SessionNotFound) {
      return {
        status: 400,
        title: 'This login has ended',
        text: 'It took too long, or went on elsewhere. Start again from the application.',
      };
    }
    if (isOutage(error)) return { ...notNow, status: 503, retry };
    if (error instanceof NotFoundException) {
      return { status: 404, title: 'It is not there', text: 'It ended meanwhile, or it was never there.', retry };
    }
    if (error instanceof HttpException) {
      return { status: error.getStatus(), title: 'That did not work', text: 'Please go back and try again.', retry };
    }
    // Not 500, in place of which an edge may show a page of its own, made for applications.
    return { status: 503, title: 'That did not work', text: 'The fault is ours. Please try again.', retry };
  }
}

function isOutage(error: unknown): error is ClaimsUnavailable | DatabaseUnavailable {
  return error instanceof ClaimsUnavailable || error instanceof DatabaseUnavailable;
}
