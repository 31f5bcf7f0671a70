import { type ArgumentsHost, Catch, type ExceptionFilter, Inject, Logger } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { STATUS_CODES } from 'node:http';
import { type Observable, throwError } from 'rxjs';
import { InsufficientScope, MissingClaim } from '../principal/forbidden.ts';
import { InsufficientUserAuthentication } from '../principal/strong-login.ts';
import { bearerChallenge } from '../verification/bearer-challenge.ts';
import { InvalidToken } from '../verification/invalid-token.ts';
import { KeysUnavailable } from '../verification/keys-unavailable.ts';
import { MissingToken } from '../verification/missing-token.ts';
import { currentTraceId } from './current-trace-id.ts';
import { GUARDS_OPTIONS, type GuardsOptions } from './guards-options.ts';

type Refusal =
  MissingToken | InvalidToken | InsufficientScope | MissingClaim | InsufficientUserAuthentication | KeysUnavailable;

/** Answers this library's refusals: a challenge (RFC 6750 section 3), a problem document (RFC 9457), and the reason in the log only. */
@Catch(MissingToken, InvalidToken, InsufficientScope, MissingClaim, InsufficientUserAuthentication, KeysUnavailable)
export class RefusalFilter implements ExceptionFilter<Refusal> {
  private readonly logger = new Logger('AccessTokenGuard');

  constructor(
    @Inject(GUARDS_OPTIONS) private readonly options: GuardsOptions,
    private readonly adapterHost: HttpAdapterHost,
  ) {}

  catch(refusal: Refusal, host: ArgumentsHost): Observable<never> | undefined {
    if (host.getType() !== 'http') return throwError(() => refusal);

    const { status, code, reason, message: detail } = refusal;
    const traceId = currentTraceId();
    this.logger.warn({ msg: 'request refused', status, code, reason, ...(traceId !== undefined && { traceId }) });
    const response: unknown = host.switchToHttp().getResponse();
    const { httpAdapter } = this.adapterHost;
    for (const [name, value] of Object.entries(this.headers(refusal, traceId)))
      httpAdapter.setHeader(response, name, value);
    httpAdapter.reply(response, { type: 'about:blank', title: STATUS_CODES[status], status, code, detail }, status);
    return undefined;
  }

  private headers(refusal: Refusal, traceId: string | undefined): Record<string, string> {
    const always = { 'content-type': 'application/problem+json', 'cache-control': 'no-store' };
    if (refusal instanceof KeysUnavailable) return { ...always, 'retry-after': String(refusal.retryAfterSeconds) };
    const { realm = this.options.audience, resourceMetadata } = this.options;
    const challenge = bearerChallenge({ realm, resourceMetadata, traceId, ...refusal.challenge });
    return { ...always, 'www-authenticate': challenge };
  }
}
