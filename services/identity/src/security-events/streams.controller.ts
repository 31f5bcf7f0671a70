import { type ClaimsPrincipal, Principal, RequireScope } from '@downscope/guards';
import { Body, Controller, Delete, Get, Header, HttpCode, Patch, Post, Put, Query } from '@nestjs/common';
import { OwnOrigin } from './own-origin.ts';
import { changesOf, configurationOf, mustAgree, settingsOf, type StreamConfiguration } from './stream-configuration.ts';
import {
  type ChangedStream,
  changedStream,
  type NewStream,
  newStream,
  streamQuery,
  streamsQuery,
} from './stream-requests.ts';
import { Streams, type StreamSettings } from './streams.ts';

/** A receiver's streams (SSF 1.0 section 8.1.1). */
@Controller('ssf/streams')
export class StreamsController {
  constructor(private readonly streams: Streams) {}

  @Post()
  @Header('cache-control', 'no-store')
  @RequireScope('ssf.manage')
  async create(
    @Principal() { clientId }: ClaimsPrincipal,
    @OwnOrigin() origin: string,
    @Body({ schema: newStream }) request: NewStream,
  ): Promise<StreamConfiguration> {
    return configurationOf(await this.streams.create(clientId, settingsOf(request)), origin);
  }

  @Get()
  @Header('cache-control', 'no-store')
  @RequireScope('ssf.read')
  async read(
    @Principal() { clientId }: ClaimsPrincipal,
    @OwnOrigin() origin: string,
    @Query({ schema: streamsQuery }) { stream_id: id }: { stream_id?: string },
  ): Promise<StreamConfiguration | StreamConfiguration[]> {
    if (id !== undefined) return configurationOf(await this.streams.one(clientId, id), origin);
    return (await this.streams.of(clientId)).map((stream) => configurationOf(stream, origin));
  }

  @Patch()
  @Header('cache-control', 'no-store')
  @RequireScope('ssf.manage')
  update(
    @Principal() { clientId }: ClaimsPrincipal,
    @OwnOrigin() origin: string,
    @Body({ schema: changedStream }) change: ChangedStream,
  ): Promise<StreamConfiguration> {
    return this.change(clientId, origin, change, changesOf(change));
  }

  @Put()
  @Header('cache-control', 'no-store')
  @RequireScope('ssf.manage')
  replace(
    @Principal() { clientId }: ClaimsPrincipal,
    @OwnOrigin() origin: string,
    @Body({ schema: changedStream }) change: ChangedStream,
  ): Promise<StreamConfiguration> {
    return this.change(clientId, origin, change, settingsOf(change));
  }

  @Delete()
  @HttpCode(204)
  @RequireScope('ssf.manage')
  remove(
    @Principal() { clientId }: ClaimsPrincipal,
    @Query({ schema: streamQuery }) { stream_id: id }: { stream_id: string },
  ): Promise<void> {
    return this.streams.remove(clientId, id);
  }

  private async change(
    clientId: string,
    origin: string,
    change: ChangedStream,
    settings: Partial<StreamSettings>,
  ): Promise<StreamConfiguration> {
    mustAgree(change, await this.streams.one(clientId, change.stream_id));
    return configurationOf(await this.streams.change(clientId, change.stream_id, settings), origin);
  }
}
