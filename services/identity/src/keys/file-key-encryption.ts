import { compactDecrypt, CompactEncrypt, decodeProtectedHeader } from 'jose';
import { hash } from 'node:crypto';
import { KeyEncryption, KeyEncryptionFailed } from './key-encryption.ts';

const keyBytes = 32;

interface EncryptionKey {
  readonly kid: string;
  readonly secret: Uint8Array;
}

/**
 * By AES-256-GCM, as a JWE (RFC 7516) in which `dir` says that the key itself encrypts. Of several keys the first seals and each
 * opens, so that one can be replaced.
 */
export class FileKeyEncryption extends KeyEncryption {
  private constructor(private readonly keys: readonly [EncryptionKey, ...EncryptionKey[]]) {
    super();
  }

  /**
   * @param content keys of 256 bits in base64url, one a line, newest first
   * @throws KeyEncryptionFailed
   */
  static of(content: string): FileKeyEncryption {
    const [first, ...others] = content.split(/\s+/).filter((line) => line !== '');
    if (first === undefined) throw new KeyEncryptionFailed('KEY_ENCRYPTION_KEY is empty');
    return new FileKeyEncryption([encryptionKey(first), ...others.map(encryptionKey)]);
  }

  seal(plaintext: Uint8Array): Promise<string> {
    const [{ kid, secret }] = this.keys;
    return new CompactEncrypt(plaintext).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid }).encrypt(secret);
  }

  async open(sealed: string): Promise<Uint8Array> {
    const kid = kidOf(sealed);
    const key = this.keys.find((known) => known.kid === kid);
    if (!key) throw new KeyEncryptionFailed(`KEY_ENCRYPTION_KEY holds no key ${kid}, which a stored key is sealed by`);
    try {
      const options = { keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'] };
      return (await compactDecrypt(sealed, key.secret, options)).plaintext;
    } catch (cause) {
      throw new KeyEncryptionFailed('a stored key was changed since it was sealed', { cause });
    }
  }

  isCurrent(sealed: string): boolean {
    return kidOf(sealed) === this.keys[0].kid;
  }
}

function encryptionKey(line: string): EncryptionKey {
  const secret = Buffer.from(line, 'base64url');
  if (!/^[\w-]{43}$/.test(line) || secret.length !== keyBytes) {
    throw new KeyEncryptionFailed(
      'KEY_ENCRYPTION_KEY must hold keys of 256 bits in base64url (43 characters), one a line',
    );
  }
  return { kid: hash('sha256', secret, 'base64url').slice(0, 16), secret };
}

function kidOf(sealed: string): string {
  try {
    return String(decodeProtectedHeader(sealed).kid);
  } catch (cause) {
    throw new KeyEncryptionFailed('a stored key is no JWE', { cause });
  }
}
