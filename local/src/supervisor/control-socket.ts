import { rmSync } from 'node:fs';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { UnknownPartError } from './part.ts';
import type { Supervisor } from './supervisor.ts';

/**
 * Lets a test stop, kill and start a part: POST /parts/{part}/stop, /kill, /start on a Unix socket that only its owner may use.
 * Answers 204 when it is done, after `start` when the part is ready again.
 */
export async function openControlSocket(path: string, supervisor: Supervisor, signal: AbortSignal): Promise<Server> {
  rmSync(path, { force: true });
  const server = createServer((request, response) => {
    perform(`${request.method ?? ''} ${request.url ?? ''}`, supervisor, signal).then(
      () => response.writeHead(204).end(),
      (error: unknown) => {
        const status = error instanceof UnknownPartError ? 404 : 500;
        response
          .writeHead(status, { 'content-type': 'text/plain' })
          .end(error instanceof Error ? error.message : String(error));
      },
    );
  });
  const mask = process.umask(0o077);
  server.listen(path);
  process.umask(mask);
  await once(server, 'listening');
  return server;
}

async function perform(request: string, supervisor: Supervisor, signal: AbortSignal): Promise<void> {
  const [, part = '', action] = /^POST \/parts\/([a-z-]+)\/(stop|kill|start)$/.exec(request) ?? [];
  if (action === 'stop') await supervisor.stop(part);
  else if (action === 'kill') await supervisor.kill(part);
  else if (action === 'start') await supervisor.startAgain(part, signal);
  else throw new UnknownPartError(`${request}: expected POST /parts/{part}/stop, /kill or /start`);
}
