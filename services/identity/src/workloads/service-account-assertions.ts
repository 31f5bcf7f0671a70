import { Logger } from '@nestjs/common';
import { decodeJwt } from 'jose';
import type { AuditTrail } from '../audit/audit-trail.ts';
import { traceRefused } from '../audit/issued-token.ts';
import type { InProcessKey } from './in-process-key.ts';
import { type Context, readBody, replaceBody } from '../limits/request-body.ts';
import { serviceAccountOf, ServiceAccountTokenRefused, type ServiceAccountTrust } from './service-account-token.ts';

/**
 * Lets a ServiceAccount token be a client's assertion (RFC 7523 section 2.2), which for oidc-provider it is not: its issuer and
 * subject are the cluster's. It is verified here and replaced by an assertion of the client that it is bound to, so that from
 * there on all clients are alike. The token may come again as long as it lives.
 *
 * By what a request holds, not by its path: the router behind takes more than one spelling of it.
 */
export class ServiceAccountAssertions {
  private readonly logger = new Logger(ServiceAccountAssertions.name);

  /** @param clients the client of each ServiceAccount */
  constructor(
    private readonly clients: ReadonlyMap<string, string>,
    private readonly trust: ServiceAccountTrust,
    private readonly key: InProcessKey,
    private readonly audit: Pick<AuditTrail, 'recordAlone'>,
  ) {}

  async handle(ctx: Context, next: () => Promise<void>): Promise<void> {
    if (!ctx.is('application/x-www-form-urlencoded')) return next();
    const body = await readBody(ctx);
    if (!body) {
      answer(ctx, 400, 'invalid_request', 'failed to read the request body');
      return;
    }
    const form = new URLSearchParams(body.toString());
    const token = this.serviceAccountToken(form);
    if (token === undefined) replaceBody(ctx, body);
    else {
      const claimed = form.get('client_id');
      try {
        form.set('client_assertion', await this.key.assertionOf(await this.clientOf(token, claimed)));
      } catch (error) {
        await this.refuse(ctx, claimed, error);
        return;
      }
      replaceBody(ctx, Buffer.from(form.toString()));
    }
    await next();
  }

  /** The one assertion, if it says that it is the cluster's. More than one is for oidc-provider to refuse. */
  private serviceAccountToken(form: URLSearchParams): string | undefined {
    const [assertion, ...others] = form.getAll('client_assertion');
    if (assertion === undefined || others.length > 0) return undefined;
    return issuerOf(assertion) === this.trust.issuer ? assertion : undefined;
  }

  private async clientOf(token: string, claimed: string | null): Promise<string> {
    const serviceAccount = await serviceAccountOf(token, this.trust);
    const client = this.clients.get(serviceAccount);
    if (client === undefined) throw new ServiceAccountTokenRefused(`${serviceAccount} is no client`);
    if (claimed !== null && claimed !== client) {
      throw new ServiceAccountTokenRefused(`${serviceAccount} is the client ${client}`);
    }
    return client;
  }

  private async refuse(ctx: Context, claimed: string | null, error: unknown): Promise<void> {
    if (!(error instanceof ServiceAccountTokenRefused)) {
      this.logger.error(error);
      ctx.set('retry-after', '5');
      answer(ctx, 503, 'temporarily_unavailable', 'clients cannot be authenticated at the moment');
      return;
    }
    const clientId = [...this.clients.values()].find((client) => client === claimed);
    const refused = {
      event: 'client.authentication_failed' as const,
      clientId,
      reason: `invalid_client: ServiceAccount token: ${error.message}`,
    };
    await this.audit.recordAlone(refused);
    traceRefused(refused);
    answer(ctx, 401, 'invalid_client', 'client authentication failed');
  }
}

/** Unverified: it decides who verifies. */
function issuerOf(assertion: string): unknown {
  try {
    return decodeJwt(assertion).iss;
  } catch {
    return undefined;
  }
}

function answer(ctx: Context, status: number, error: string, description: string): void {
  ctx.status = status;
  ctx.set('cache-control', 'no-store');
  ctx.body = { error, error_description: description };
}
