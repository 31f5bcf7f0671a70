import { expect } from '@jest/globals';
import { eventually } from '../support/eventually.ts';
import type { Shop } from './shop.ts';
import type { Told } from './told.ts';

/**
 * Until everybody has heard of everything: then nothing that was said is untrue, each order and its invoice stand as was said, and
 * nobody waits for anything.
 */
export async function night(told: Told, shop: Shop): Promise<void> {
  await shop.heardEverything();
  expect(told.contradictions()).toEqual([]);
  for (const id of told.ids) {
    await eventually(
      async () => {
        expect(await shop.awaitedOf(id)).toEqual([]);
        const standing = await shop.standingOf(id);
        expect(told.mayStand(id)).toContainEqual(standing);
        told.stands(id, standing);
      },
      { deadlineMs: 20_000 },
    );
  }
}
