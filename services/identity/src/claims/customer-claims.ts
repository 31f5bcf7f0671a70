import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { IdentityClient } from '../client-credentials/identity-client.ts';
import type { Claims } from '../privileges/decision.ts';
import { publicConfig } from '../public.config.ts';
import { ClaimSource, ClaimsUnavailable } from './claim-source.ts';

const answerSchema = z.object({ customer_number: z.string(), region: z.string() });
const timeoutMs = 2_000;

/** What the customer service knows: which customer a person is. Asked as identity itself, since the person has no token yet. */
@Injectable()
export class CustomerClaims extends ClaimSource {
  constructor(private readonly itself: IdentityClient) {
    super();
  }

  override async claimsOf(accountId: string): Promise<Claims> {
    try {
      const response = await this.ask(accountId);
      if (response.status === 404) return {};
      if (response.status !== 200) throw new Error(`status ${response.status}`);
      return answerSchema.parse(await response.json());
    } catch (cause) {
      throw new ClaimsUnavailable('customer', cause);
    }
  }

  private async ask(accountId: string): Promise<Response> {
    const url = new URL('/customers/claims', publicConfig.CUSTOMER_URL);
    url.searchParams.set('sub', accountId);
    const token = await this.itself.token('urn:downscope:customer', 'customers_claims_read_any');
    return fetch(url, {
      headers: { authorization: `Bearer ${token}`, accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
  }
}
