import { type ChildProcess, spawn } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answers } from '../answers.ts';
import { endProcess } from '../end-process.ts';
import { freePort } from '../free-port.ts';

const service = join(import.meta.dirname, '../../../services/phantom-token');

/** phantom-token as production runs it, with its log on. */
export class PhantomToken implements AsyncDisposable {
  readonly url: string;
  readonly #process: ChildProcess;
  readonly #folder: string;

  private constructor(url: string, child: ChildProcess, folder: string) {
    this.url = url;
    this.#process = child;
    this.#folder = folder;
  }

  static async start(identityUrl: string): Promise<PhantomToken> {
    const port = String(await freePort());
    const folder = mkdtempSync(join(tmpdir(), 'downscope-bench-'));
    const keyFile = join(folder, 'key.jwk.json');
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    writeFileSync(keyFile, JSON.stringify({ ...privateKey.export({ format: 'jwk' }), kid: 'phantom-token' }));
    const child = spawn(process.execPath, [join(service, 'dist/main.js')], {
      cwd: service,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        PATH: process.env['PATH'],
        NODE_ENV: 'production',
        HOST: '127.0.0.1',
        PORT: port,
        OTEL_SERVICE_NAME: 'phantom-token',
        ISSUER: 'http://id.bench.localhost',
        API_ORIGIN: 'http://api.bench.localhost',
        IDENTITY_URL: identityUrl,
        ALLOW_INSECURE_HTTP: 'true',
        CLIENT_KEY_FILE: keyFile,
      },
    });
    const phantomToken = new PhantomToken(`http://127.0.0.1:${port}`, child, folder);
    try {
      await answers(`${phantomToken.url}/health/ready`, [child]);
    } catch (error) {
      await phantomToken[Symbol.asyncDispose]();
      throw error;
    }
    return phantomToken;
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await endProcess(this.#process);
    rmSync(this.#folder, { recursive: true });
  }
}
