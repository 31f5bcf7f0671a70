import { createHash } from 'node:crypto';

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

export async function download(file: PinnedFile): Promise<Buffer> {
  const response = await fetch(file.url);
  if (!response.ok) throw new Error(`${file.url} answers ${response.status}`);
  return checked(Buffer.from(await response.arrayBuffer()), file);
}

/** @throws ChecksumError */
export function checked(content: Buffer, { url, sha256 }: PinnedFile): Buffer {
  const actual = createHash('sha256').update(content).digest('hex');
  if (actual !== sha256) throw new ChecksumError(`${url} has SHA-256 ${actual}, not ${sha256}`);
  return content;
}
