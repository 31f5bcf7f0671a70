import { bearerTokenFrom, InvalidToken, MissingToken } from '@downscope/guards';
import { AnswersWith } from '@downscope/service';
import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { IdentityUnavailable } from '../identity/identity-unavailable.ts';
import { cacheHeaders } from './cache-control.ts';
import { ChallengeFilter } from './challenge.filter.ts';
import { SwapToken } from './swap-token.ts';
import { TokenNotActive } from './token-not-active.ts';

/** The audience comes from the route's configuration at the edge, never from the client. */
const swapQuery = z.object({ audience: z.string().min(1).max(200) });

@Controller('swap')
@UseFilters(ChallengeFilter)
export class SwapsController {
  constructor(private readonly swapToken: SwapToken) {}

  @Get()
  @AnswersWith({
    summary: 'Swaps an opaque token for the JWT that it stands for at one API',
    body: z.void(),
    headers: {
      authorization: 'Bearer, and the JWT for that audience alone',
      'cache-control': 'For how long the answer may be kept',
    },
    errors: [
      new MissingToken(),
      new InvalidToken('not_three_parts'),
      new TokenNotActive(),
      new IdentityUnavailable(''),
    ],
  })
  async swap(
    @Query({ schema: swapQuery }) { audience }: z.infer<typeof swapQuery>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const opaqueToken = bearerTokenFrom(request.raw.rawHeaders);
    if (opaqueToken === undefined) throw new MissingToken();
    const { jwt, ...swap } = await this.swapToken.for(opaqueToken, audience);
    reply.headers({ authorization: `Bearer ${jwt.reveal()}`, ...cacheHeaders(swap, Date.now()) });
  }
}
