import { Body, Controller, Get, Param, Post, Query, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { VNode } from 'preact';
import { z } from 'zod';
import { OnlyFormsGuard } from '../pages/only-forms.guard.ts';
import { MessagePage } from '../pages/message.page.tsx';
import { html, Page, pageHeaders } from '../pages/page.tsx';
import { PageErrorFilter } from '../pages/page-error.filter.tsx';
import { PasskeyForm } from '../pages/passkey-form.tsx';
import { SameOriginGuard } from '../pages/same-origin.guard.ts';
import { type Attestation, attestationSchema } from '../passkeys/passkey-response.ts';
import { AccountActions, notYourPassword } from './account-actions.ts';
import { accountLoginUrl } from './account-login.ts';
import { AccountPage, type AccountProblem } from './account.page.tsx';

/** Of an application or a session, as the page has it in its forms. */
const nameSchema = z.string().regex(/^[\w.-]{1,100}$/);
/** The id of a credential has 1023 bytes at most (WebAuthn section 4). */
const passkeySchema = z.object({ id: z.string().regex(/^[\w-]{1,1364}$/) });
const passwordSchema = z.object({ password: z.string().max(1000) });
const changeSchema = passwordSchema.extend({ next: z.string().max(1000) });
const answerSchema = z.object({ code: z.string().optional(), error: z.string().optional() });

/** Where people see what stands on their account, and end it. */
@Controller('account')
@UseGuards(SameOriginGuard, OnlyFormsGuard)
@UseFilters(PageErrorFilter)
export class AccountController {
  constructor(private readonly actions: AccountActions) {}

  @Get()
  async show(
    @Query({ schema: answerSchema }) answer: z.infer<typeof answerSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const overview = await this.actions.overview(request, reply);
    if (overview && answer.code === undefined) return send(reply, 200, <AccountPage {...overview} />);
    if (overview) return goTo(reply, '/account');
    if (answer.code === undefined && answer.error === undefined) return goTo(reply, accountLoginUrl());
    const text = 'Nobody is logged in. This browser must keep cookies for it.';
    return send(reply, 403, <MessagePage title="Your account" text={text} retry="/account" />);
  }

  /** The address that a form was sent to, opened again: by reloading what it answered, or from the history. */
  @Get(['apps/:clientId/take-back', 'sessions/:uid/end', 'passkeys', 'passkeys/begin', 'passkeys/remove', 'password'])
  again(@Res() reply: FastifyReply): Promise<void> {
    return goTo(reply, '/account');
  }

  @Post('apps/:clientId/take-back')
  takeBack(
    @Param('clientId', { schema: nameSchema }) clientId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.afterwards(reply, this.actions.takeBack(request, reply, clientId));
  }

  @Post('sessions/:uid/end')
  endSession(
    @Param('uid', { schema: nameSchema }) uid: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.afterwards(reply, this.actions.endSession(request, reply, uid));
  }

  @Post('passkeys/remove')
  removePasskey(
    @Body({ schema: passkeySchema }) { id }: z.infer<typeof passkeySchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.afterwards(reply, this.actions.removePasskey(request, reply, id));
  }

  @Post('passkeys/begin')
  async beginPasskey(
    @Body({ schema: passwordSchema }) { password }: z.infer<typeof passwordSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const creation = await this.actions.beginPasskey(request, reply, password);
    if (!creation) return this.problem(request, reply, { field: 'for-passkey', text: notYourPassword });
    const page = (
      <Page title="Add a passkey" withPasskeys>
        <p>
          Your browser, your phone or a security key will hold it. It is as good as a password that nobody can steal.
        </p>
        <noscript>
          <p>Passkeys need JavaScript, which is off in this browser.</p>
        </noscript>
        <PasskeyForm action="/account/passkeys" label="Make a passkey" creation={creation} />
        <p>
          <a href="/account">Back to your account</a>
        </p>
      </Page>
    );
    return send(reply, 200, page);
  }

  @Post('passkeys')
  async addPasskey(
    @Body({ schema: attestationSchema }) { response }: Attestation,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (await this.actions.addPasskey(request, reply, response)) return goTo(reply, '/account');
    const text = 'That passkey could not be added. Please try again.';
    return this.problem(request, reply, { field: 'for-passkey', text });
  }

  @Post('password')
  async changePassword(
    @Body({ schema: changeSchema }) { password, next }: z.infer<typeof changeSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const problem = await this.actions.changePassword(request, reply, password, next);
    if (problem !== undefined) return this.problem(request, reply, problem);
    const text = 'You are logged out everywhere. Log in with the new one.';
    return send(reply, 200, <MessagePage title="Your password is changed" text={text} retry="/account" />);
  }

  private async afterwards(reply: FastifyReply, done: Promise<void>): Promise<void> {
    await done;
    await goTo(reply, '/account');
  }

  private async problem(request: FastifyRequest, reply: FastifyReply, problem: AccountProblem): Promise<void> {
    const overview = await this.actions.overview(request, reply);
    if (!overview) return goTo(reply, '/account');
    return send(reply, 422, <AccountPage {...overview} problem={problem} />);
  }
}

async function send(reply: FastifyReply, status: number, page: VNode): Promise<void> {
  await reply.status(status).headers(pageHeaders()).send(html(page));
}

async function goTo(reply: FastifyReply, location: string): Promise<void> {
  await reply.header('cache-control', 'no-store').redirect(location, 303);
}
