import { aToken, testIssuer } from '@downscope/guards/testing';
import { deepEqual, equal, notEqual } from 'node:assert/strict';
import type { RunningApplication } from './nest-application.ts';
import type { Report } from './report.ts';
import type { StandIn } from './stand-in.ts';

/** What an application with idempotency, the outbox and a database in it must do. */
export async function keepsNotes(application: RunningApplication, { key }: StandIn, report: Report): Promise<void> {
  const token = aToken({ issuer: testIssuer, scopes: ['notes_write'], key });
  const authorization = `Bearer ${token}`;
  const take = async (idempotencyKey: string): Promise<string> => {
    const headers = { authorization, 'idempotency-key': idempotencyKey };
    const response = await fetch(`${application.url}/notes`, { method: 'POST', headers });
    equal(response.status, 201, await response.clone().text());
    return ((await response.json()) as { id: string }).id;
  };

  await report.check(
    'does once what is asked twice with one key, and announces it with the same transaction',
    async () => {
      const [first, again, other] = [await take('"one"'), await take('"one"'), await take('"two"')];
      equal(again, first);
      notEqual(other, first);
      const response = await fetch(`${application.url}/notes/announced`, { headers: { authorization } });
      const announced = (await response.json()) as { id: string }[];
      deepEqual(
        announced
          .map(({ id }) => id)
          .filter((id) => id === first || id === other)
          .sort(),
        [first, other].sort(),
      );
    },
  );
  await report.check('publishes the keys that its events are signed by', async () => {
    const response = await fetch(`${application.url}/event-keys`);
    equal(response.status, 200);
  });
}
