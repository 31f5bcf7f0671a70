import { Module } from '@nestjs/common';
import { JourneysController } from './journeys/journeys.controller.ts';
import { ShowJourneys } from './journeys/show-journeys.ts';
import { OnlyJson } from './spans/only-json.ts';
import { SpansController } from './spans/spans.controller.ts';
import { SpanStore } from './spans/span-store.ts';

@Module({
  controllers: [SpansController, JourneysController],
  providers: [OnlyJson, SpanStore, ShowJourneys],
})
export class AppModule {}
