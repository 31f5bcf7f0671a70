import { hash, verify } from '@node-rs/argon2';

/** Argon2id with 19 MiB, two passes, one lane: the library's default, and OWASP's first choice. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

const nobodysHash = hashPassword(crypto.randomUUID());

/** Whether the password is the one. Takes as long when there is no hash to compare with, so that time tells no usernames. */
export async function passwordMatches(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await nobodysHash), password);
  return matches && passwordHash !== undefined;
}
