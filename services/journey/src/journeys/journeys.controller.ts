import { Controller, Get, Header, NotFoundException, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { JourneyPage } from '../pages/journey-page.tsx';
import { JourneysPage } from '../pages/journeys-page.tsx';
import { NoJourneyPage } from '../pages/no-journey-page.tsx';
import { sendPage } from '../pages/page.ts';
import type { Journey } from './journey.ts';
import { ShowJourneys } from './show-journeys.ts';

interface JourneySummary extends Omit<Journey, 'hops'> {
  readonly hops: number;
}

/** The latest journeys and each of them, as a page for a browser and as JSON for everyone else. */
@Controller()
export class JourneysController {
  constructor(private readonly journeys: ShowJourneys) {}

  @Get()
  start(@Res() reply: FastifyReply): void {
    sendPage(reply, JourneysPage({ journeys: this.journeys.latest() }));
  }

  @Get('traces')
  @Header('cache-control', 'no-store')
  list(): { items: JourneySummary[] } {
    return { items: this.journeys.latest().map((journey) => ({ ...journey, hops: journey.hops.length })) };
  }

  @Get('traces/:traceId')
  show(@Param('traceId') traceId: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const journey = this.journeys.one(traceId);
    void reply.header('vary', 'accept');
    if (request.headers.accept?.includes('text/html')) {
      sendPage(reply.status(journey ? 200 : 404), journey ? JourneyPage({ journey }) : NoJourneyPage());
    } else {
      if (!journey)
        throw new NotFoundException('No such journey, or not yet: spans arrive a moment after the request.');
      void reply.header('cache-control', 'no-store').send(journey);
    }
  }
}
