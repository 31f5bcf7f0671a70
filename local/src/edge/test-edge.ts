import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { layoutOf, root } from '../layout.ts';
import { defaultBackendPart } from '../parts/default-backend.ts';
import { prepareNginx } from '../parts/nginx.ts';
import { findPortBlock } from '../ports-free.ts';
import { findNginx } from '../prerequisites/nginx.ts';
import { readSettings } from '../settings.ts';
import type { Part } from '../supervisor/part.ts';
import { parseManifests, readManifests } from './manifests.ts';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

type Headers = Readonly<Record<string, string | readonly string[]>>;

const stack = 'edge-spec';

/** nginx as local/ renders it, and the default backend, in front of services that do what a spec wants. Billing's route has a limit. */
export class TestEdge {
  /** What stands at the end of auth-url, and behind every route. */
  swap: RequestListener = (_, response) => response.writeHead(500).end();
  service: RequestListener = (_, response) => response.writeHead(200).end();
  readonly #port: number;
  readonly #ends: (() => Promise<void>)[] = [];
  /** Takes the default backend away, for good. */
  endDefaultBackend: () => Promise<void> = () => Promise.resolve();

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<TestEdge> {
    const settings = readSettings({ DOWNSCOPE_STACK: stack, DOWNSCOPE_PORT: String(await findPortBlock()) });
    const folder = mkdtempSync(join(tmpdir(), 'downscope-edge-'));
    const layout = { ...layoutOf(settings), folder };
    const { signal } = new AbortController();
    const nginx = await findNginx(settings.cacheFolder, signal, console.error);
    const edge = new TestEdge(layout.ports.nginx);
    const { order, billing, 'phantom-token': phantomToken } = layout.ports;
    await edge.#listen(phantomToken, (incoming, response) => {
      edge.swap(incoming, response);
    });
    for (const port of [order, billing]) {
      await edge.#listen(port, (incoming, response) => {
        edge.service(incoming, response);
      });
    }
    edge.endDefaultBackend = await edge.#run(defaultBackendPart(layout));
    await edge.#run(prepareNginx(nginx, layout, console.error, manifestsWithLimit()));
    edge.#ends.push(() => rm(folder, { recursive: true, force: true }));
    return edge;
  }

  /** Lets everybody in. */
  readonly pass: RequestListener = (_, response) => response.writeHead(200, { authorization: 'Bearer jwt' }).end();

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.#ask('GET', path, headers);
  }

  post(path: string, headers: Headers, body: string): Promise<Answer> {
    return this.#ask('POST', path, headers, body);
  }

  async stop(): Promise<void> {
    for (const end of this.#ends) await end();
  }

  /** Path and headers as they stand, the same header twice where it has two values. */
  async #ask(method: string, path: string, headers: Headers, body?: string): Promise<Answer> {
    const length: Headers = body === undefined ? {} : { 'content-length': String(body.length) };
    const all = Object.entries({ host: `api.${stack}.localhost`, ...length, ...headers });
    const raw = all.flatMap(([name, values]) => [values].flat().flatMap((value) => [name, value]));
    const sent = request({ host: '127.0.0.1', port: this.#port, method, path, agent: false, headers: raw });
    sent.end(body);
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    return { status: answer.statusCode, headers: answer.headers, body: await text(answer) };
  }

  async #listen(port: number, listener: RequestListener): Promise<void> {
    const server = createServer(listener).listen(port, '127.0.0.1');
    await once(server, 'listening');
    this.#ends.push(async () => {
      server.closeAllConnections();
      await once(server.close(), 'close');
    });
  }

  /** Resolves when it is ready, with what ends it. */
  async #run(part: Part): Promise<() => Promise<void>> {
    const { command, args, env, cwd, stopSignal } = part;
    const child: ChildProcess = spawn(command, args, { env, cwd, stdio: ['ignore', 'ignore', 'inherit'] });
    const end = async (): Promise<void> => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(stopSignal);
      const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
      part.ended?.(String(signal ?? code));
    };
    this.#ends.unshift(end);
    await part.ready(AbortSignal.timeout(20_000));
    return end;
  }
}

function manifestsWithLimit() {
  const limit = {
    'nginx.ingress.kubernetes.io/limit-rps': '1',
    'nginx.ingress.kubernetes.io/limit-burst-multiplier': '2',
  };
  return readManifests(join(root, 'k8s/base'), root).flatMap((manifest) => {
    const { kind, metadata } = manifest.content as { kind: string; metadata?: { name: string; annotations?: object } };
    if (kind !== 'Ingress' || metadata?.name !== 'billing') return manifest;
    const limited = { ...metadata, annotations: { ...metadata.annotations, ...limit } };
    return parseManifests(JSON.stringify({ ...(manifest.content as object), metadata: limited }), manifest.file);
  });
}
