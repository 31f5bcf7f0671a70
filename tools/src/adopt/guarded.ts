import { aToken, testIssuer } from '@downscope/guards/testing';
import { deepEqual, equal, match } from 'node:assert/strict';
import type { RunningApplication } from './nest-application.ts';
import type { Report } from './report.ts';
import type { StandIn } from './stand-in.ts';

/** What an application with the guards and the exchange in it must do. */
export async function isGuarded(application: RunningApplication, standIn: StandIn, report: Report): Promise<void> {
  const { key } = standIn;
  const get = async (path: string, token?: string): Promise<Response> =>
    fetch(`${application.url}${path}`, { headers: token === undefined ? {} : { authorization: `Bearer ${token}` } });
  const person = { issuer: testIssuer, subject: 'alice', scopes: ['reports_read'], claims: { region: 'eu' }, key };

  await report.check('refuses whoever has no token, and says how to come back', async () => {
    const response = await get('/reports');
    equal(response.status, 401);
    match(response.headers.get('www-authenticate') ?? '', /^Bearer realm="urn:test:api"/);
    equal(((await response.json()) as { code: string }).code, 'missing_token');
  });
  await report.check('refuses a token of the wrong type, and one for somebody else', async () => {
    equal((await get('/reports', aToken({ ...person, header: { typ: 'JWT' } }))).status, 401);
    equal((await get('/reports', aToken({ ...person, audience: 'urn:test:other' }))).status, 401);
  });
  await report.check('refuses too little scope', async () => {
    equal((await get('/reports', aToken({ ...person, scopes: [] }))).status, 403);
  });
  await report.check('serves whoever may, and knows them', async () => {
    const response = await get('/reports', aToken(person));
    deepEqual([response.status, await response.json()], [200, { subject: 'alice', region: 'eu' }]);
  });
  await report.check('calls the next service with a token for it alone', async () => {
    const token = aToken(person);
    const response = await get('/currency', token);
    deepEqual([response.status, await response.json()], [200, { currency: 'EUR' }]);
    const { subject_token, audience, scope } = Object.fromEntries(standIn.exchanges.at(-1) ?? []);
    deepEqual(
      { subject_token, audience, scope },
      { subject_token: token, audience: 'urn:test:prices', scope: 'prices_read' },
    );
  });
}
