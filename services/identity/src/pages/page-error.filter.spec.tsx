import '../../test/settings.ts';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DatabaseUnavailable } from '@downscope/postgres';
import { Controller, ForbiddenException, Get, Module, NotFoundException, Param, UseFilters } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { errors } from 'oidc-provider';

const { LoginDelayed } = await import('../accounts/login-attempts.ts');
const { HashingBusy } = await import('../accounts/passwords.ts');
const { ClaimsUnavailable } = await import('../claims/claim-source.ts');
const { PageErrorFilter } = await import('./page-error.filter.tsx');

const thrown: Readonly<Record<string, Error>> = {
  delayed: new LoginDelayed(8),
  busy: new HashingBusy(),
  ended: new errors.SessionNotFound('another interaction'),
  'without-claims': new ClaimsUnavailable('customer', new Error('secret of ours')),
  'without-database': new DatabaseUnavailable({ reason: 'secret of ours' }),
  gone: new NotFoundException(),
  forbidden: new ForbiddenException(),
  broken: new TypeError('secret of ours'),
};

@Controller()
@UseFilters(PageErrorFilter)
class ThrowingController {
  @Get(['interaction/:uid/:what', 'account/:what'])
  fail(@Param('what') what: string): never {
    throw thrown[what] ?? new Error('nothing to throw');
  }
}

@Module({ controllers: [ThrowingController] })
class ThrowingModule {}

describe('an error on a page', () => {
  let app: NestFastifyApplication;
  beforeAll(async () => {
    app = await NestFactory.create<NestFastifyApplication>(ThrowingModule, new FastifyAdapter(), { logger: false });
    await app.init();
  });
  afterAll(() => app.close());

  it.each([
    ['delayed', 429, 'try again in 8 seconds', '8'],
    ['busy', 503, 'Your password was not looked at', '2'],
    ['ended', 400, 'Start again from the application', undefined],
    ['without-claims', 503, 'Something that we need does not answer', '2'],
    ['without-database', 503, 'Something that we need does not answer', '2'],
    ['gone', 404, 'It ended meanwhile', undefined],
    ['forbidden', 403, 'Please go back and try again', undefined],
    // In place of a 500, an edge may show a page of its own.
    ['broken', 503, 'The fault is ours', undefined],
  ])('%s is %d, in words', async (what, status, words, retryAfter) => {
    const answer = await app.inject(`/interaction/x/${what}`);

    expect(answer.statusCode).toBe(status);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['retry-after']).toEqual(retryAfter);
    expect(answer.body).toContain(words);
    expect(answer.body).not.toContain('secret of ours');
  });

  it.each([
    ['/interaction/x/delayed', 'href="/interaction/x"'],
    ['/account/delayed', 'href="/account"'],
  ])('at %s it offers to try again there', async (url, link) => {
    expect((await app.inject(url)).body).toContain(link);
  });
});
