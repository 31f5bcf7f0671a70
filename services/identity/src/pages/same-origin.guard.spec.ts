import '../../test/settings.ts';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ExecutionContext, ForbiddenException } from '@nestjs/common';
import type { SameOriginGuard } from './same-origin.guard.ts';

let guard: SameOriginGuard;
beforeAll(async () => {
  const { SameOriginGuard } = await import('./same-origin.guard.ts');
  guard = new SameOriginGuard();
});

const a = (method: string, headers: Record<string, string>): ExecutionContext =>
  ({ switchToHttp: () => ({ getRequest: () => ({ method, headers }) }) }) as unknown as ExecutionContext;

describe('a form', () => {
  it.each([
    ['of our own page', { origin: 'https://id.example', 'sec-fetch-site': 'same-origin' }],
    ['of a browser that tells its origin alone', { origin: 'https://id.example' }],
    ['of our own page, its origin taken away by an extension', { origin: 'null', 'sec-fetch-site': 'same-origin' }],
    ['of a browser that says neither', {}],
  ])('%s is taken', (_, headers) => {
    expect(guard.canActivate(a('POST', headers))).toBe(true);
  });

  it.each([
    ['of another site', { origin: 'https://attacker.example', 'sec-fetch-site': 'cross-site' }],
    ['of a sibling host', { origin: 'https://api.example', 'sec-fetch-site': 'same-site' }],
    ['that says another site than its origin', { origin: 'https://id.example', 'sec-fetch-site': 'cross-site' }],
    ['of another origin, in a browser that tells no site', { origin: 'https://attacker.example' }],
    ['of another origin that passes for ours', { origin: 'https://attacker.example', 'sec-fetch-site': 'same-origin' }],
    ['of an origin that hides, in a browser that tells no site', { origin: 'null' }],
    ['that nobody sent from a page', { origin: 'https://id.example', 'sec-fetch-site': 'none' }],
  ])('%s is refused', (_, headers) => {
    expect(() => guard.canActivate(a('POST', headers))).toThrow(ForbiddenException);
  });
});
