import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { errors, type Interaction, type InteractionResults, Provider } from 'oidc-provider';
import { z } from 'zod';
import { Privileges } from '../privileges/privileges.ts';
import { scopesOf } from '../tokens/access-token.ts';

/** One request to a page of an interaction. */
export interface Visit {
  readonly uid: string;
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** What a login or consent in progress is about. */
export interface Pending {
  readonly interaction: Interaction;
  readonly clientId: string;
  readonly clientName: string;
  /** Asked for, and the client's to ask for. */
  readonly scopes: readonly string[];
  readonly redirectUri: string;
}

const paramsSchema = z.object({ client_id: z.string(), scope: z.string().optional(), redirect_uri: z.string() });

/** Logins and consents in progress. Each belongs to the browser that holds its signed cookie. */
@Injectable()
export class Interactions {
  constructor(
    private readonly provider: Provider,
    private readonly privileges: Privileges,
  ) {}

  /**
   * The interaction of the browser's cookie, within a unit of work.
   *
   * @throws errors.SessionNotFound when it has none, or another than the address says
   */
  async pending({ uid, request, reply }: Visit, prompt: 'login' | 'consent'): Promise<Pending> {
    const interaction = await this.any({ uid, request, reply });
    if (interaction.prompt.name !== prompt) throw new errors.SessionNotFound(`not asked for ${prompt}`);
    const { client_id, scope, redirect_uri } = paramsSchema.parse(interaction.params);
    const client = this.privileges.publicClient(client_id);
    if (!client) throw new errors.SessionNotFound('the client is gone');
    return {
      interaction,
      clientId: client_id,
      clientName: client.name,
      scopes: scopesOf(scope).filter((asked) => client.scopes.includes(asked)),
      redirectUri: redirect_uri,
    };
  }

  async any({ uid, request, reply }: Visit): Promise<Interaction> {
    const interaction = await this.provider.interactionDetails(request.raw, reply.raw);
    if (interaction.uid !== uid) throw new errors.SessionNotFound('another interaction');
    return interaction;
  }

  /** Keeps the outcome, and says where the browser goes to have it taken up. */
  finish({ request, reply }: Visit, outcome: InteractionResults): Promise<string> {
    return this.provider.interactionResult(request.raw, reply.raw, outcome);
  }
}
