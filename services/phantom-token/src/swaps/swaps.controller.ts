import { bearerTokenFrom, MissingToken } from '@downscope/guards';
import { Controller, Get, Query, Req, Res, UseFilters } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { cacheHeaders } from './cache-control.ts';
import { ChallengeFilter } from './challenge.filter.ts';
import { SwapToken } from './swap-token.ts';

/** The audience comes from the route's configuration at the edge, never from the client. */
const swapQuery = z.object({ audience: z.string().min(1).max(200) });

@Controller('swap')
@UseFilters(ChallengeFilter)
export class SwapsController {
  constructor(private readonly swapToken: SwapToken) {}

  @Get()
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
