import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../layout.ts';
import { exampleFile, renderedExample } from './rendered-example.ts';

describe('docs/nginx.conf', () => {
  const kept = readFileSync(join(root, exampleFile), 'utf8');

  it('is what the renderer makes: npm run edge:example', () => {
    expect(kept).toBe(renderedExample());
  });

  // docs/edges.md says of each why it does not touch us.
  it.each([
    ['CVE-2026-42945: arguments in a rewrite', /^\s*rewrite [^;]*\?/m],
    ['CVE-2026-42945, CVE-2026-9256: a capture by its number', /[^\\]\$\d/],
    ['CVE-2026-42926: a body of its own', /proxy_set_body/],
    ['CVE-2026-42934: another character set', /^\s*charset/m],
    ['CVE-2026-42946: uwsgi or scgi', /(uwsgi|scgi)_pass/],
    ['CVE-2026-42533: a regular expression in a map', /^\s*map [^}]*~/m],
    ['CVE-2026-60005: slices, or a cache that updates itself', /^\s*(slice|proxy_cache_background_update) /m],
    ['CVE-2026-42055: invalid headers', /ignore_invalid_headers off|grpc_pass|proxy_http_version 2/],
    ['CVE-2026-56434: SSI', /^\s*ssi /m],
    ['CVE-2026-40460, CVE-2026-42530: HTTP/3', /quic|http3/],
    ['CVE-2026-40701: OCSP', /ssl_ocsp|ssl_stapling/],
  ])('has nothing of %s', (_, directive) => {
    expect(kept).not.toMatch(directive);
  });
});
