import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type KoaContextWithOIDC, Provider } from 'oidc-provider';

export interface SignedIn {
  readonly accountId: string;
  readonly sessionUid: string;
}

/** Who is logged in at a browser, by the same session that applications' logins stand on. Within a unit of work. */
@Injectable()
export class SignedInPerson {
  constructor(private readonly provider: Provider) {}

  async at(request: FastifyRequest, reply: FastifyReply): Promise<SignedIn | undefined> {
    const ctx = this.provider.createContext(request.raw, reply.raw) as KoaContextWithOIDC;
    const { accountId, uid: sessionUid } = await this.provider.Session.get(ctx);
    return accountId === undefined ? undefined : { accountId, sessionUid };
  }
}
