import '../../test/settings.ts';
import type { Database } from '@downscope/postgres';
import { beforeAll, expect, it } from '@jest/globals';
import type { FastifyReply } from 'fastify';
import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import { aKeyRing } from '../../test/key-ring.ts';
import { config } from '../identity.config.ts';
import type { KeyRing } from '../keys/key-ring.ts';
import { giveToBrowser } from '../pages/known-browser-cookie.ts';
import { sharedConfiguration } from '../provider/shared-configuration.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { begunCookieName } from './begun-interactions.ts';

let keyRing: KeyRing;
beforeAll(async () => {
  keyRing = await aKeyRing();
}, 60_000);

/** At an origin with https no other host, and no sibling either, may have set them (RFC 6265bis section 4.1.3.2). */
it('every cookie whose path is / has the prefix that keeps other hosts from setting it', () => {
  const database = {} as Database; // Asked nothing.
  const unitOfWork = new UnitOfWork(database);
  const response = new ServerResponse(new IncomingMessage(new Socket()));
  giveToBrowser({ raw: response } as FastifyReply, 'id');

  expect(sharedConfiguration(keyRing, unitOfWork).cookies?.names?.session).toBe('__Host-session');
  expect(begunCookieName(config.ISSUER)).toBe('__Host-begun');
  expect(response.getHeader('set-cookie')).toMatch(/^__Host-browser=id; Path=\/; .*; Secure$/);
});
