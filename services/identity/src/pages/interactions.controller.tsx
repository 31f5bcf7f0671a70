import { Body, Controller, Get, Param, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import { text } from '../limits/parameters.ts';
import { type Assertion, assertionSchema } from '../passkeys/passkey-response.ts';
import { Privileges } from '../privileges/privileges.ts';
import { acrsAsked, needsPasskey } from '../sessions/acr.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { InteractionPages } from './interaction-pages.tsx';
import { Interactions, type Visit } from './interactions.ts';
import { LogInWithPasskey } from './log-in-with-passkey.ts';
import { type Credentials, LogIn } from './log-in.ts';
import { MakeGrant } from './make-grant.ts';
import { OnlyFormsGuard } from './only-forms.guard.ts';
import { html, pageHeaders } from './page.tsx';
import { PageErrorFilter } from './page-error.filter.tsx';
import { SameOriginGuard } from './same-origin.guard.ts';

const credentialsSchema = z.object({ username: z.string().max(200).regex(text), password: z.string().max(1000) });

/** A form without a field that is chosen has no body. */
const consentSchema = z.preprocess((body) => body ?? {}, z.object({ stay_connected: z.literal('yes').optional() }));

/** The pages that a person sees between an application's request and its code. */
@Controller('interaction/:uid')
@UseGuards(SameOriginGuard, OnlyFormsGuard)
@UseFilters(PageErrorFilter)
export class InteractionsController {
  constructor(
    private readonly interactions: Interactions,
    private readonly privileges: Privileges,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
    private readonly logIn: LogIn,
    private readonly logInWithPasskey: LogInWithPasskey,
    private readonly makeGrant: MakeGrant,
    private readonly pages: InteractionPages,
  ) {}

  @Get()
  async show(@Param('uid') uid: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = { uid, request, reply };
    const { prompt } = await this.unitOfWork.run(() => this.interactions.any(visit));
    if (prompt.name === 'login') {
      const pending = await this.unitOfWork.run(() => this.interactions.pending(visit, 'login'));
      await send(reply, 200, await this.pages.login(uid, pending), pending.redirectUri);
    } else await this.showConsent(visit);
  }

  /** The address that a form was sent to, opened again: by reloading what it answered, or from the history. */
  @Get(['login', 'passkey', 'consent', 'deny'])
  async again(@Param('uid') uid: string, @Res() reply: FastifyReply): Promise<void> {
    await goOn(reply, `/interaction/${encodeURIComponent(uid)}`);
  }

  @Post('login')
  async login(
    @Param('uid') uid: string,
    @Body({ schema: credentialsSchema }) credentials: Credentials,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.logIn.with({ uid, request, reply }, credentials);
    if (outcome.loggedIn) return goOn(reply, outcome.returnTo);
    const { pending } = outcome;
    const failed = { username: credentials.username };
    return send(reply, 422, await this.pages.login(uid, pending, failed), pending.redirectUri);
  }

  @Post('passkey')
  async passkey(
    @Param('uid') uid: string,
    @Body({ schema: assertionSchema }) { response }: Assertion,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const outcome = await this.logInWithPasskey.with({ uid, request, reply }, response);
    if (outcome.loggedIn) return goOn(reply, outcome.returnTo);
    const { pending } = outcome;
    return send(reply, 422, await this.pages.login(uid, pending, 'passkey'), pending.redirectUri);
  }

  @Post('consent')
  async consent(
    @Param('uid') uid: string,
    @Body({ schema: consentSchema }) { stay_connected: stay }: z.infer<typeof consentSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await goOn(reply, await this.makeGrant.for({ uid, request, reply }, { staysConnected: stay !== undefined }));
  }

  @Post('deny')
  async deny(@Param('uid') uid: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const visit = { uid, request, reply };
    const returnTo = await this.unitOfWork.run(async () => {
      const { params, session, prompt } = await this.interactions.any(visit);
      const strongLogin = prompt.name === 'login' && needsPasskey(acrsAsked(params));
      const clientId = String(params['client_id']);
      this.audit.record({ event: 'consent.denied', clientId, subject: session?.accountId });
      const error = strongLogin ? 'unmet_authentication_requirements' : 'access_denied';
      return this.interactions.finish(visit, { error, error_description: 'the person said no' });
    });
    await goOn(reply, returnTo);
  }

  private async showConsent(visit: Visit): Promise<void> {
    const pending = await this.unitOfWork.run(() => this.interactions.pending(visit, 'consent'));
    if (this.privileges.isFirstParty(pending.clientId) || pending.isGranted)
      await goOn(visit.reply, await this.makeGrant.for(visit));
    else await send(visit.reply, 200, await this.pages.consent(visit.uid, pending), pending.redirectUri);
  }
}

async function send(reply: FastifyReply, status: number, page: VNode, redirectUri: string): Promise<void> {
  await reply.status(status).headers(pageHeaders(redirectUri)).send(html(page));
}

async function goOn(reply: FastifyReply, location: string): Promise<void> {
  await reply.header('cache-control', 'no-store').redirect(location, 303);
}
