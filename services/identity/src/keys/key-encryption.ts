/** Seals what is stored and opens it again, with a key that the database does not hold: in a file, or in a KMS. */
export abstract class KeyEncryption {
  abstract seal(plaintext: Uint8Array): Promise<string>;

  /** @throws KeyEncryptionFailed when nobody who holds this key sealed it */
  abstract open(sealed: string): Promise<Uint8Array>;

  /** Whether it was sealed by the key that seals now, and not by one that is on its way out. */
  abstract isCurrent(sealed: string): boolean;
}

/** A stored key cannot be opened: KEY_ENCRYPTION_KEY is another, or somebody changed what is stored. */
export class KeyEncryptionFailed extends Error {
  override readonly name = 'KeyEncryptionFailed';
  readonly code = 'key_encryption_failed';
}
