import '../../test/settings.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { fastify } from 'fastify';

const server = fastify();
beforeAll(async () => {
  const { onlyIssuerHost } = await import('./only-issuer-host.ts');
  onlyIssuerHost(server);
  server.get('/', ({ headers }) => headers);
  await server.ready();
});
afterAll(() => server.close());

const ask = (headers: Record<string, string>) => server.inject({ url: '/', headers });

describe('the public listener', () => {
  it.each([
    ['id.example', undefined],
    ['ID.Example', undefined],
    ['id.example:443', undefined],
    ['id.example.', undefined],
    ['id.example', 'id.example'],
    ['id.example', 'ID.EXAMPLE:443, id.example'],
  ])('is at Host %s, forwarded as %s, and what is behind sees one spelling', async (host, forwarded) => {
    const answer = await ask({ host, ...(forwarded !== undefined && { 'x-forwarded-host': forwarded }) });
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toHaveProperty('host', 'id.example');
    expect(answer.json()).not.toHaveProperty('x-forwarded-host');
  });

  it.each([
    ['attacker.example', undefined],
    ['id.example.attacker.example', undefined],
    ['id.example:8443', undefined],
    ['id.example@attacker.example', undefined],
    ['id.example/..', undefined],
    ['', undefined],
    ['id.example..', undefined],
    ['id.example', 'attacker.example'],
    ['id.example', 'id.example, attacker.example'],
    ['id.example', 'attacker.example, id.example'],
    ['id.example', ''],
  ])('is not at Host %j, forwarded as %j', async (host, forwarded) => {
    const answer = await ask({ host, ...(forwarded !== undefined && { 'x-forwarded-host': forwarded }) });
    expect(answer.statusCode).toBe(421);
  });
});
