import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** A file of a release on the internet, and what it must be. */
export interface PinnedFile {
  readonly url: string;
  readonly sha256: string;
}

/** The last release of ingress-nginx, as kind needs it. */
export const ingressNginx: PinnedFile = {
  url: 'https://raw.githubusercontent.com/kubernetes/ingress-nginx/controller-v1.15.1/deploy/static/provider/kind/deploy.yaml',
  sha256: '2a3ae008c8786431115502644e77ab398fdebfb721a5d1195ed3089cde3299df',
};

/** What was downloaded is not what was pinned. */
export class ChecksumError extends Error {
  override readonly name = 'ChecksumError';
}

/** What stands between this machine and a release. */
export class DownloadError extends Error {
  readonly code = 'download';
  override readonly name = 'DownloadError';
}

const timeoutMs = 60_000;

/**
 * Downloads a release to `file`, unless it is there. Through a proxy where HTTPS_PROXY names one (NODE_USE_ENV_PROXY of package.json).
 *
 * @throws DownloadError, ChecksumError
 */
export async function fetchOnce(release: PinnedFile, file: string): Promise<void> {
  if (existsSync(file) && digestOf(readFileSync(file)) === release.sha256) return;
  const content = checked(await download(release.url, file), release);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

async function download(url: string, file: string): Promise<Buffer> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    if (!response.ok) throw new Error(`it answers ${response.status}`);
    return Buffer.from(await response.arrayBuffer());
  } catch (cause) {
    const { message, cause: deeper } = cause as Error & { cause?: Error };
    const why = deeper ? `${message}, ${deeper.message}` : message;
    throw new DownloadError(
      `${url}: ${why} (within ${timeoutMs / 1000} s). Behind a proxy, set HTTPS_PROXY; without a line, put that file at ${file}.`,
      { cause },
    );
  }
}

/** @throws ChecksumError */
export function checked(content: Buffer, { url, sha256 }: PinnedFile): Buffer {
  const actual = digestOf(content);
  if (actual !== sha256) throw new ChecksumError(`${url} has SHA-256 ${actual}, not ${sha256}`);
  return content;
}

function digestOf(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
