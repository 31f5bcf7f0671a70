import { Controller, Get, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { MessagePage } from './message.page.tsx';
import { html, pageHeaders } from './page.tsx';

/** Beside oidc-provider's own logout: the answer of a person who would rather not. */
@Controller('session')
export class LogoutController {
  @Get('stay')
  async stay(@Res() reply: FastifyReply): Promise<void> {
    const page = <MessagePage title="You are still logged in" text="Nothing has changed. You may close this page." />;
    await reply.headers(pageHeaders()).send(html(page));
  }
}
