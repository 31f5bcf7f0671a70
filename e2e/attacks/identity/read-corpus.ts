import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  type Change,
  corpusFile,
  type CorpusFile,
  type GoodRequest,
  type Listener,
  type Refused,
} from './corpus-file.ts';

/** One good request with one thing changed, or none, at one listener. */
export interface IdentityAttack {
  readonly name: string;
  readonly breaks: string;
  readonly listener: Listener;
  readonly good: GoodRequest;
  /** None where the good request itself is at the wrong listener. */
  readonly change: Change | undefined;
  readonly refused: Refused;
}

/** One file, in the order of its name. */
export interface Chapter {
  readonly name: string;
  readonly good: CorpusFile['good'];
  readonly attacks: readonly IdentityAttack[];
}

class CorpusError extends Error {
  override readonly name = 'CorpusError';
  readonly code = 'corpus_malformed';
}

const folder = join(import.meta.dirname, 'corpus');

const chapters = readdirSync(folder)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''))
  .sort();

/**
 * @param names all chapters, if none is named
 * @throws CorpusError that names the file and the field
 */
export function readCorpus(names: readonly string[] = []): Chapter[] {
  const unknown = names.find((name) => !chapters.includes(name));
  if (unknown !== undefined) throw new CorpusError(`There is no chapter ${unknown}, but ${chapters.join(', ')}`);
  return (names.length > 0 ? names : chapters).map((name) => {
    const read = corpusFile.safeParse(parse(readFileSync(join(folder, `${name}.yaml`), 'utf8')));
    if (!read.success) throw new CorpusError(`${name}.yaml: ${z.prettifyError(read.error)}`);
    return { name, good: read.data.good, attacks: attacksIn(read.data) };
  });
}

/** Each at the listener that its good request is for, and at the other one, where the good request too is refused. */
function attacksIn({ good, elsewhere, attacks }: CorpusFile): IdentityAttack[] {
  return Object.entries(good).flatMap(([name, request]) => {
    const { listener } = request;
    const other = otherThan(listener);
    const misplaced = { name: `the good request for ${name}`, breaks: leastPrivilege, listener: other, good: request };
    const changed = attacks
      .filter(({ of }) => of === name)
      .flatMap(({ what, breaks, changes, refused, elsewhere: own = elsewhere }) =>
        Object.entries(changes).flatMap(([how, change]) => {
          const attack = { name: `${what}: ${how}`, breaks, good: request, change };
          return [
            { ...attack, listener, refused },
            { ...attack, listener: other, refused: own },
          ];
        }),
      );
    return [{ ...misplaced, change: undefined, refused: elsewhere }, ...changed].filter(isExpected);
  });
}

const leastPrivilege = 'least privilege: a listener has what it is for';

/** A chapter without a word for the other listener goes to its own alone. */
function isExpected<Attack extends { readonly refused: Refused | undefined }>(
  attack: Attack,
): attack is Attack & { readonly refused: Refused } {
  return attack.refused !== undefined;
}

function otherThan(listener: Listener): Listener {
  return listener === 'public' ? 'internal' : 'public';
}
