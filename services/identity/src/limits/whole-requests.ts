import type { Provider } from 'oidc-provider';
import { parameterProblem } from './parameters.ts';
import { type Context, readBody, replaceBody } from './request-body.ts';

export type RefuseRequest = (ctx: Context, problem: string) => void;

/**
 * Ahead of all that oidc-provider does: a body is read whole before a connection to the database is taken, so that slow senders hold
 * none, and nothing goes on that storage cannot hold.
 */
export function onlyWholeRequests(provider: Provider, refuse: RefuseRequest = refuseInJson): void {
  provider.use(async (ctx, next) => {
    const parameters = [...new URLSearchParams(ctx.querystring)];
    if (hasBody(ctx)) {
      const body = await readBody(ctx);
      if (!body) {
        refuse(ctx, 'failed to read the request body');
        return;
      }
      replaceBody(ctx, body);
      if (ctx.is('application/x-www-form-urlencoded')) parameters.push(...new URLSearchParams(body.toString()));
    }
    const problem = parameterProblem(parameters);
    if (problem === undefined) await next();
    else refuse(ctx, problem);
  });
}

/** As an error of RFC 6749 section 5.2. */
export function refuseInJson(ctx: Context, problem: string): void {
  ctx.status = 400;
  ctx.set('cache-control', 'no-store');
  ctx.body = { error: 'invalid_request', error_description: problem };
}

function hasBody({ req }: Context): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}
