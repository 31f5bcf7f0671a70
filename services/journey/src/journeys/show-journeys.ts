import { Injectable } from '@nestjs/common';
import { SpanStore } from '../spans/span-store.ts';
import { type Journey, journeyOf } from './journey.ts';

@Injectable()
export class ShowJourneys {
  constructor(private readonly store: SpanStore) {}

  /** Undefined for a trace that is unknown, or in which no privilege was used. */
  one(traceId: string): Journey | undefined {
    return journeyOf(this.store.trace(traceId.toLowerCase()), (jti) => this.store.issuanceOf(jti));
  }

  /** Newest first. */
  latest(): readonly Journey[] {
    return this.store
      .traceIds()
      .flatMap((traceId) => this.one(traceId) ?? [])
      .sort((a, b) => b.startedAt.localeCompare(a.startedAt));
  }
}
