import { Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { randomBytes } from 'node:crypto';
import { errors, type Interaction, type InteractionResults, Provider } from 'oidc-provider';
import { z } from 'zod';
import { config } from '../identity.config.ts';
import { Privileges } from '../privileges/privileges.ts';
import { acrsAsked } from '../sessions/acr.ts';
import { begunCookieName, begunInteractions } from '../sessions/begun-interactions.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { nowSeconds } from '../tokens/token-signer.ts';

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
  /** Who is logged in already, and is to log in once more or to consent. */
  readonly accountId: string | undefined;
  /** How the client wants somebody to have logged in; any of them. */
  readonly acrsAsked: readonly string[];
  /** The person let the client do all this before, and need not be asked again. */
  readonly isGranted: boolean;
}

const paramsSchema = z.object({ client_id: z.string(), scope: z.string().optional(), redirect_uri: z.string() });

/** Why the pages are visited even where there is nothing to ask a person. */
export const claimsAsked = 'claims_asked';

/** What a person chose on the consent page, in the outcome: the application stays connected when the session has ended. */
export const staysConnected = 'staysConnected';

const uidBytes = 16;

/** Logins and consents in progress. Each belongs to the browser that began it, and holds its signed cookie. */
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
      accountId: interaction.session?.accountId,
      acrsAsked: acrsAsked(interaction.params),
      isGranted: interaction.prompt.reasons.every((reason) => reason === claimsAsked),
    };
  }

  async any({ uid, request, reply }: Visit): Promise<Interaction> {
    if (!begunInteractions(request.headers.cookie, begunCookieName(config.ISSUER)).includes(uid)) {
      throw new errors.SessionNotFound('begun in another browser');
    }
    const interaction = await this.provider.interactionDetails(request.raw, reply.raw);
    if (interaction.uid !== uid) throw new errors.SessionNotFound('another interaction');
    return interaction;
  }

  /**
   * Keeps the outcome, and says where the browser goes to have it taken up.
   *
   * It is kept under a new id, which the browser that brought it is given and no other: whoever knew the id before, because they
   * began the interaction and had somebody else log in to it, is left with nothing to take up.
   */
  async finish(visit: Visit, outcome: InteractionResults): Promise<string> {
    const interaction = await this.any(visit);
    const known = interaction.uid;
    interaction.uid = randomBytes(uidBytes).toString('base64url');
    interaction.returnTo = interaction.returnTo.slice(0, -known.length) + interaction.uid;
    interaction.result = 'error' in outcome ? outcome : { ...interaction.lastSubmission, ...outcome };
    const secondsLeft = interaction.exp - nowSeconds();
    await interaction.save(secondsLeft);
    await this.provider.Interaction.adapter.destroy(known);
    this.provider.createContext(visit.request.raw, visit.reply.raw).cookies.set('interaction_resume', interaction.uid, {
      path: new URL(interaction.returnTo).pathname,
      httpOnly: true,
      sameSite: 'lax',
      maxAge: secondsLeft * 1000,
    });
    return interaction.returnTo;
  }
}
