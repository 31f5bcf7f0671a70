import { afterAll, expect, it } from '@jest/globals';
import { conformance } from '../support/conformance.ts';
import { openStack } from '../support/open-stack.ts';
import { click, typePassword } from '../support/sign-in.ts';

const stack = await openStack();
afterAll(() => stack.close());

const metadata = {
  'authorization-server-metadata': 'SUCCESS',
  // Clients are those of privileges.yaml: none registers itself by a document at an address of its own.
  'authorization-server-metadata-cimd': 'WARNING',
};

/** The suite of the Model Context Protocol, `conformance authorization`, as alice opens what it asks to be opened. */
const suite = (more: Readonly<Record<string, string>>) =>
  conformance({
    issuer: stack.issuer,
    clientId: 'budget-planner',
    resource: stack.apiOrigin,
    person: async (address) => {
      for (const [name, value] of Object.entries(more)) address.searchParams.set(name, value);
      const browser = stack.browser();
      const first = await browser.visit(address);
      const last = first.leftFor ? first : await click(browser, await typePassword(browser, first, 'alice'), 'Allow');
      return last.leftFor ?? new URL('about:blank');
    },
  });

it('the suite fails where it asks for no scope, as it must here, and nowhere else', async () => {
  // RFC 6749 section 3.3 has a server say so where it has no default scope.
  expect(await suite({})).toEqual({
    ...metadata,
    'authorization-code-grant': expect.stringMatching(/^Authorization error: invalid_scope /),
  });
}, 240_000);

it('the suite fails nowhere when it asks for one', async () => {
  expect(await suite({ scope: 'openid orders_read' })).toEqual({ ...metadata, 'authorization-code-grant': 'SUCCESS' });
}, 240_000);
