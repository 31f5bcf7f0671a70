/** A password that nobody can have (RFC 8265 section 4.2): empty, or with a character that no keyboard gives. */
export class PasswordRefused extends Error {
  readonly code = 'password_refused';

  constructor() {
    super('a password is not empty and holds no control characters');
    this.name = 'PasswordRefused';
  }
}

/** Control characters, halves of surrogate pairs, and what is no character yet (RFC 8264 section 9.14). */
const disallowed = /[\p{Cc}\p{Cs}\p{Cn}]/u;

/**
 * A password as it is hashed and compared: the OpaqueString profile of RFC 8265 section 4.2.2. However a keyboard spells "ü", it is
 * one password; case and width stay, and every space is the one space.
 *
 * @throws PasswordRefused
 */
export function opaqueString(password: string): string {
  if (!isPassword(password)) throw new PasswordRefused();
  return password.replaceAll(/\p{Zs}/gu, ' ').normalize('NFC');
}

export function isPassword(text: string): boolean {
  return text !== '' && !disallowed.test(text);
}
