import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lineOf, type Place } from './inspector.ts';

const root = join(import.meta.dirname, '../../..');

/** The number of a place's line in the program as it is built. */
export function lineInProgram(place: Place): number {
  return lineOf(place, readFileSync(join(root, place.file), 'utf8'));
}
