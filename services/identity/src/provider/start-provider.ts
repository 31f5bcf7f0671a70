import { DatabaseUnavailable } from '@downscope/postgres';
import { Logger } from '@nestjs/common';
import type { Provider } from 'oidc-provider';
import { auditProvider } from '../audit/audit-provider.ts';
import type { AuditTrail } from '../audit/audit-trail.ts';
import { ClaimsUnavailable } from '../claims/claim-source.ts';
import { onlyWholeRequests, type RefuseRequest } from '../limits/whole-requests.ts';
import type { UnitOfWork } from '../storage/unit-of-work.ts';
import { unauthorizedClients } from './unauthorized-clients.ts';

/**
 * Every request of the provider is one unit of work, audited. A refusal is kept like anything else; a failure is not. What is no
 * whole and well-formed request is refused before.
 */
export function inUnitsOfWork(
  provider: Provider,
  unitOfWork: UnitOfWork,
  audit: AuditTrail,
  refuse?: RefuseRequest,
): void {
  const logger = new Logger('Provider');
  onlyWholeRequests(provider, refuse);
  provider.use((ctx, next) => unitOfWork.run(next, () => ctx.status < 500));
  provider.on('server_error', (ctx, error) => {
    logger.error(error);
    if (!(error instanceof DatabaseUnavailable || error instanceof ClaimsUnavailable)) return;
    ctx.set(error.headers);
    // RFC 6749 section 4.1.2.1 has a word for it; a page says it in its own.
    if (typeof ctx.body === 'object') ctx.body = { error: 'temporarily_unavailable', error_description: error.message };
  });
  provider.onerror = (error) => {
    logger.error(error);
  };
  unauthorizedClients(provider);
  auditProvider(provider, audit);
}

/** Looks at every client once: oidc-provider itself would say only at a client's first request that it is malformed. */
export async function assertClients(provider: Provider, clientIds: Iterable<string>): Promise<void> {
  for (const id of clientIds) {
    try {
      await provider.Client.find(id);
    } catch (cause) {
      throw new Error(`The client ${id} is malformed: ${describe(cause)}`, { cause });
    }
  }
}

function describe(cause: unknown): string {
  return String((cause as { error_description?: unknown }).error_description ?? cause);
}
