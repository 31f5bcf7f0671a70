import { type ClaimsPrincipal, Principal, RequireScope } from '@downscope/guards';
import { Body, Controller, Get, Header, HttpCode, Post, Query } from '@nestjs/common';
import { config } from '../identity.config.ts';
import type { Stream } from './security-events.tables.ts';
import {
  type StatusChange,
  statusChange,
  streamQuery,
  type SubjectChange,
  subjectChange,
  type VerificationRequest,
  verificationRequest,
} from './stream-requests.ts';
import { StreamRequestInvalid } from './stream.errors.ts';
import { Streams } from './streams.ts';

interface StreamStatusAnswer {
  readonly stream_id: string;
  readonly status: string;
  readonly reason?: string;
}

/** What a receiver does with a stream that it has: its status, its subjects, its verification (SSF 1.0 sections 8.1.2 to 8.1.4). */
@Controller('ssf')
export class StreamStateController {
  constructor(private readonly streams: Streams) {}

  @Get('status')
  @Header('cache-control', 'no-store')
  @RequireScope('ssf.read')
  async status(
    @Principal() { clientId }: ClaimsPrincipal,
    @Query({ schema: streamQuery }) { stream_id: id }: { stream_id: string },
  ): Promise<StreamStatusAnswer> {
    return statusOf(await this.streams.used(clientId, id));
  }

  @Post('status')
  @HttpCode(200)
  @Header('cache-control', 'no-store')
  @RequireScope('ssf.manage')
  async setStatus(
    @Principal() { clientId }: ClaimsPrincipal,
    @Body({ schema: statusChange }) { stream_id: id, status, reason }: StatusChange,
  ): Promise<StreamStatusAnswer> {
    return statusOf(await this.streams.setStatus(clientId, id, status, reason));
  }

  @Post('subjects/add')
  @HttpCode(200)
  @RequireScope('ssf.manage')
  addSubject(
    @Principal() { clientId }: ClaimsPrincipal,
    @Body({ schema: subjectChange }) { stream_id: id, subject }: SubjectChange,
  ): Promise<void> {
    return this.streams.addSubject(clientId, id, personOf(subject));
  }

  @Post('subjects/remove')
  @HttpCode(204)
  @RequireScope('ssf.manage')
  removeSubject(
    @Principal() { clientId }: ClaimsPrincipal,
    @Body({ schema: subjectChange }) { stream_id: id, subject }: SubjectChange,
  ): Promise<void> {
    return this.streams.removeSubject(clientId, id, personOf(subject));
  }

  @Post('verification')
  @HttpCode(204)
  @RequireScope('ssf.manage')
  verify(
    @Principal() { clientId }: ClaimsPrincipal,
    @Body({ schema: verificationRequest }) { stream_id: id, state }: VerificationRequest,
  ): Promise<void> {
    return this.streams.verify(clientId, id, state);
  }
}

function statusOf({ id, status, statusReason }: Stream): StreamStatusAnswer {
  return { stream_id: id, status, ...(statusReason !== null && { reason: statusReason }) };
}

/** @throws StreamRequestInvalid for somebody whom another issuer knows */
function personOf({ iss, sub }: SubjectChange['subject']): string {
  if (iss !== config.ISSUER) throw new StreamRequestInvalid('subject: is of another issuer');
  return sub;
}
