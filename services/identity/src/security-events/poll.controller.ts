import { type ClaimsPrincipal, Principal, RequireScope } from '@downscope/guards';
import { Body, Controller, Header, HttpCode, Param, Post } from '@nestjs/common';
import { z } from 'zod';
import { type PollAnswer, PollStream } from './poll-stream.ts';
import { type PollRequest, pollRequest } from './stream-requests.ts';

/** Where the events of a stream are fetched (RFC 8936). */
@Controller('ssf/poll')
export class PollController {
  constructor(private readonly pollStream: PollStream) {}

  @Post(':id')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequireScope('ssf.read')
  poll(
    @Principal() { clientId }: ClaimsPrincipal,
    @Param('id', { schema: z.uuid() }) id: string,
    @Body({ schema: pollRequest }) request: PollRequest,
  ): Promise<PollAnswer> {
    return this.pollStream.for(clientId, id, request);
  }
}
