import { createApplication } from '@downscope/service';
import type { INestApplication } from '@nestjs/common';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { FakeIdentity } from './fake-identity.ts';

export const issuer = 'http://id.test.localhost:18080';
export const apiOrigin = 'http://api.test.localhost:18080';

export interface Reply {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Sent {
  readonly headers?: Record<string, string | string[]>;
  readonly method?: string;
  readonly body?: string;
}

/** The service whole, on a port, with an identity server that says what a spec wants. */
export class RunningService {
  private constructor(
    readonly identity: FakeIdentity,
    private readonly port: number,
    readonly stop: () => Promise<void>,
  ) {}

  static async start(): Promise<RunningService> {
    const identity = new FakeIdentity();
    await identity.start();
    const folder = mkdtempSync(join(tmpdir(), 'phantom-token-'));
    const keyFile = join(folder, 'key.jwk.json');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(keyFile, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'phantom-token-1' }));
    Object.assign(process.env, {
      ISSUER: issuer,
      IDENTITY_URL: `http://127.0.0.1:${identity.port}`,
      ALLOW_INSECURE_HTTP: 'true',
      CLIENT_KEY_FILE: keyFile,
      API_ORIGIN: apiOrigin,
      OTEL_SERVICE_NAME: 'phantom-token',
      LOG_LEVEL: 'fatal',
    });
    const { AppModule } = await import('../src/app.module.ts');
    const { app } = await createApplication(AppModule);
    return new RunningService(identity, await listening(app), async () => {
      await app.close();
      await identity.stop();
      rmSync(folder, { recursive: true });
    });
  }

  call(path: string, sent?: Sent): Promise<Reply> {
    return send(this.port, path, sent);
  }

  swap(authorization?: string | string[], query = '?audience=urn:downscope:order'): Promise<Reply> {
    return this.call(`/swap${query}`, authorization === undefined ? {} : { headers: { authorization } });
  }
}

async function listening(app: INestApplication): Promise<number> {
  await app.listen(0, '127.0.0.1');
  return Number(new URL(await app.getUrl()).port);
}

/** Sends headers as they stand, two of one name included, as an edge would. */
function send(port: number, path: string, { headers = {}, method = 'GET', body }: Sent = {}): Promise<Reply> {
  const rawHeaders = Object.entries({ host: 'phantom-token', ...headers }).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, agent: false, method, headers: rawHeaders };
    const outgoing = request(options, (response) => {
      const { statusCode: status, headers: received } = response;
      text(response).then((content) => {
        resolve({ status, headers: received, body: content });
      }, reject);
    });
    outgoing.on('error', reject).end(body);
  });
}
