import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { apiOrigin, issuer, RunningService } from './running-service.ts';

let service: RunningService;

beforeAll(async () => {
  service = await RunningService.start();
});

afterAll(() => service.stop());

it('names the API and its authorization server (RFC 9728)', async () => {
  const { status, headers, body } = await service.call('/.well-known/oauth-protected-resource');
  expect([status, headers['content-type']]).toEqual([200, expect.stringMatching(/^application\/json/)]);
  expect(headers['cache-control']).toBe('public, max-age=60');
  expect(JSON.parse(body)).toEqual({
    resource: apiOrigin,
    resource_name: 'Downscope API',
    authorization_servers: [issuer],
    scopes_supported: ['orders_read'],
    bearer_methods_supported: ['header'],
  });
});
