import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import { isPassword } from './opaque-string.ts';

/** NIST SP 800-63B-4 section 3.1.1.2: this long where a password is the only factor, no rule of composition, and none that is common. */
const minLength = 15;
/** Guesses that it takes, as an order of magnitude: below, a dictionary and its variations find it. */
const minScore = 3;

const zxcvbn = new ZxcvbnFactory({ dictionary: { ...common.dictionary }, graphs: common.adjacencyGraphs });

/** What is wrong with a password that somebody would have, in their words; nothing when it will do. Asks nobody: all offline. */
export function problemWith(password: string, username: string): string | undefined {
  if (!isPassword(password)) return 'It holds a character that no keyboard gives.';
  if (Array.from(password).length < minLength)
    return `Take at least ${minLength} characters: several words are easy to remember.`;
  const { score } = zxcvbn.check(password, [username, 'downscope']);
  return score < minScore ? 'That one is easily guessed: it is common, or little but your name.' : undefined;
}
