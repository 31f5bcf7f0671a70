import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { lookupLoopback } from '../support/loopback.ts';

export type Header = readonly [name: string, value: string];

interface RawRequest {
  readonly origin: string;
  /** In place of the origin's own. */
  readonly host?: string | undefined;
  readonly method: string;
  readonly path: string;
  /** As they stand on the wire. `Host` and `Connection` come before them. */
  readonly headers: readonly Header[];
  readonly body?: string | undefined;
}

export interface RawAnswer {
  /** 0 where the connection ended without an answer. */
  readonly status: number;
  readonly headers: readonly Header[];
  readonly body: string;
  /** From the last byte sent to the last one received. */
  readonly ms: number;
}

/** The first header of that name, in small letters as answers have them. */
export function headerOf({ headers }: Pick<RawAnswer, 'headers'>, wanted: string): string | undefined {
  return headers.find(([name]) => name === wanted)?.[1];
}

const deadlineMs = 10_000;
const pieceBytes = 16 * 1024;
const betweenPiecesMs = 20;

/** One request, byte by byte as no client library would send it, over a connection of its own. */
export async function exchange({ origin, host, method, path, headers, body = '' }: RawRequest): Promise<RawAnswer> {
  const { host: ownHost, hostname, port } = new URL(origin);
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `Host: ${host ?? ownHost}`,
    'Connection: close',
    ...headers.map(asLine),
    '',
    body,
  ];
  const socket = connect({ host: hostname, port: Number(port || 80), lookup: lookupLoopback });
  const closed = new Promise((resolve) => socket.once('close', resolve));
  const [sentAt, receivedAt, parts] = [[0], [0], [] as string[]];
  socket.setNoDelay(true).setTimeout(deadlineMs, () => socket.destroy());
  socket.on('data', (part) => {
    receivedAt.push(performance.now());
    parts.push(part.toString('latin1'));
  });
  socket.on('error', () => {
    // Refused before all was sent: what matters is the answer, or that there is none.
  });
  for (const piece of piecesOf(Buffer.from(lines.join('\r\n'), 'latin1'))) {
    if (sentAt.length > 1 && (await answersMeanwhile(socket, parts))) break;
    socket.write(piece);
    sentAt.push(performance.now());
  }
  await closed;
  return { ...parsed(parts.join('')), ms: Math.max(...receivedAt) - Math.max(...sentAt) };
}

function asLine([name, value]: Header): string {
  return `${name}: ${value}`;
}

function piecesOf(bytes: Buffer): Buffer[] {
  const starts = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) => index * pieceBytes);
  return starts.map((start) => bytes.subarray(start, start + pieceBytes));
}

/** A server that has read enough answers and closes; with more of the request on its way, the answer would be lost. */
async function answersMeanwhile(socket: Socket, parts: readonly string[]): Promise<boolean> {
  const signal = AbortSignal.timeout(betweenPiecesMs);
  if (parts.length === 0) await once(socket, 'data', { signal }).catch(() => undefined);
  return parts.length > 0 || socket.destroyed;
}

function parsed(answer: string): Omit<RawAnswer, 'ms'> {
  const end = answer.indexOf('\r\n\r\n');
  const [statusLine = '', ...lines] = answer.slice(0, end).split('\r\n');
  const [, status = 0] = /^HTTP\/1\.[01] (\d{3}) /.exec(statusLine) ?? [];
  const headers = lines.map((line): Header => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { status: Number(status), headers, body: answer.slice(end + 4) };
}
