import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { setTimeout as delay } from 'node:timers/promises';
import { eventually } from './eventually.ts';
import { good, Hearing } from './hearing.ts';
import { KafkaServer } from './kafka-server.ts';

jest.setTimeout(180_000);
Logger.overrideLogger(false);

let kafka: KafkaServer;
beforeAll(async () => {
  kafka = await KafkaServer.start();
});
afterAll(() => kafka.stop());

const openSockets = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

describe('a consumer that cannot join', () => {
  it('tries again without leaving anything open, and joins once it can', async () => {
    const before = openSockets();
    const hearing = Hearing.of(kafka, 'not-there-yet');
    const counts: number[] = [];
    for (let look = 0; look < 20; look += 1) {
      await delay(500);
      counts.push(openSockets());
    }
    expect(Math.max(...counts) - before).toBeLessThanOrEqual(4);

    await kafka.create('not-there-yet');
    await eventually(() => kafka.sendAnew({ topic: 'not-there-yet', messages: [{ value: good('at last') }] }));
    await hearing.until('at last');
    await hearing.stop();
  });
});
