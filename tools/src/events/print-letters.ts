import { tableLines } from '../walkthrough/table.ts';
import { originOf } from './dead-letters.ts';
import { shown } from './shown-record.ts';
import { headerOf, type StoredRecord } from './stored-record.ts';

/** Which there are, and why: nothing of what they hold. */
export function printLetters(letters: readonly StoredRecord[]): void {
  const rows = letters.map((letter) => {
    const { type, subject } = shown(letter);
    return [originOf(letter), headerOf(letter, 'dead-letter-code'), type, subject, letter.at.toISOString()];
  });
  if (rows.length === 0) console.log('There are no dead letters.');
  else for (const line of tableLines(['origin', 'code', 'type', 'subject', 'since'], rows)) console.log(line);
}

/** All of it: headers, and the record as it came. */
export function printLetter(letter: StoredRecord): void {
  for (const name of Object.keys(letter.headers)) console.log(`${name}: ${headerOf(letter, name)}`);
  console.log(`\n${letter.value?.toString() ?? '(no value)'}`);
}
