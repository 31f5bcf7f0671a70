import type { FastifyReply, FastifyServerOptions } from 'fastify';
import { STATUS_CODES } from 'node:http';
import { problem, problemHeaders } from './problem.ts';

const unreadable = problem(400, 'malformed_request', 'This is not an HTTP request.');
const byCode: Readonly<Record<string, typeof unreadable>> = {
  HPE_HEADER_OVERFLOW: problem(431, 'headers_too_large', 'The headers are larger than 16 KiB.'),
  ERR_HTTP_REQUEST_TIMEOUT: problem(408, 'request_timeout', 'The request did not arrive in time.'),
  FST_ERR_BAD_URL: problem(400, 'malformed_url', 'The path cannot be decoded.'),
  FST_ERR_MAX_PARAM_LENGTH: problem(414, 'path_too_long', 'A part of the path is too long.'),
};

/** Problem documents for what Node.js and Fastify refuse before there is a route whose errors Nest would see. */
export const earlyRefusals: Pick<FastifyServerOptions, 'clientErrorHandler' | 'frameworkErrors'> = {
  clientErrorHandler: (error, socket) => {
    if (error.code === 'ECONNRESET' || socket.destroyed) return;
    const body = byCode[error.code] ?? unreadable;
    const text = JSON.stringify(body);
    const headers = { ...problemHeaders, 'content-length': Buffer.byteLength(text), connection: 'close' };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}\r\n`);
    if (socket.writable)
      socket.write(
        `HTTP/1.1 ${String(body.status)} ${STATUS_CODES[body.status] ?? ''}\r\n${lines.join('')}\r\n${text}`,
      );
    socket.destroy();
  },
  frameworkErrors: (error, _, reply) => {
    const body = byCode[error.code] ?? unreadable;
    void (reply as FastifyReply).status(body.status).headers(problemHeaders).send(body);
  },
};
