import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type AccessCaller, accessCallers, AccessCallers, holds } from '../support/access-callers.ts';
import { AccessObjects } from '../support/access-objects.ts';
import { type AccessCell, readAccessTable } from '../support/access-table.ts';
import type { Answer } from '../support/answer.ts';
import { readChallenge } from '../support/challenge.ts';
import { Described } from '../support/described.ts';
import { openStack } from '../support/open-stack.ts';
import { apis } from '../support/stack.ts';

/**
 * Who gets what, all of it. alice is customer 1001 in eu, bob 1002 in us; carol is support in eu, dan nobody in particular.
 * Budget Planner is a third party that alice and carol let see orders and invoices: their own, whatever their role is.
 *
 * 401 who are you · 403 you may not · 404 not yours, or not there · 400 and 422 no such order.
 * GET /customers/claims is identity's alone, which signs its own token: that it is let in is seen at every login.
 */
const table = `
                                             alice  bob  carol  dan  alice@planner  carol@planner  unscoped  elsewhere  billing  nobody
order GET /orders                            orders_read
  the list                                   200   200   200   403       200            403         403       401        401     401
order GET /orders/{id}                       orders_read
  alice's order                              200   404   200   403       200            403         403       401        401     401
  bob's order                                404   200   404   403       404            403         403       401        401     401
  no order                                   404   404   404   403       404            403         403       401        401     401
  no id                                      400   400   400   400       400            400         403       401        401     401
order GET /orders/{id}/invoice               orders_read
  alice's order                              200   404   200   403       200            403         403       401        401     401
  bob's order                                404   200   404   403       404            403         403       401        401     401
  no order                                   404   404   404   403       404            403         403       401        401     401
  no id                                      400   400   400   400       400            400         403       401        401     401
order POST /orders                           orders_write
  a small order                              201   201   403   403       403            403         403       401        401     401
  an order above the credit limit            422   422   403   403       403            403         403       401        401     401
  an order of what is not sold               422   422   403   403       403            403         403       401        401     401
  an order of nothing                        400   400   403   403       403            403         403       401        401     401
order DELETE /orders/{id}                    orders_cancel
  alice's order                              200   404   403   403       403            403         403       401        401     401
  bob's order                                404   200   403   403       403            403         403       401        401     401
  no order                                   404   404   403   403       403            403         403       401        401     401
  no id                                      400   400   400   400       403            403         403       401        401     401

customer GET /customers/me                   customers_read
  their own record                           200   200   403   403       403            403         403       401        403     401
customer PATCH /customers/me                 customers_write
  an address                                 200   200   403   403       403            403         403       401        403     401
  half an address                            400   400   403   403       403            403         403       401        403     401
customer GET /customers/{number}/name        customers_name_read
  alice                                      200   404   200   403       200            403         403       401        403     401
  bob                                        404   200   404   403       404            403         403       401        403     401
  no customer                                404   404   404   403       404            403         403       401        403     401
customer GET /customers/{number}/address     customers_address_read
  alice                                      200   404   200   403       200            403         403       401        403     401
  bob                                        404   200   404   403       404            403         403       401        403     401
  no customer                                404   404   404   403       404            403         403       401        403     401
customer POST /customers/{number}/credit-check  customers_credit_check
  alice                                      200   404   403   403       403            403         403       401        403     401
  bob                                        404   200   403   403       403            403         403       401        403     401
  no customer                                404   404   403   403       403            403         403       401        403     401
customer GET /customers/{number}/payment-terms  customers_terms_read_any
  alice                                      403   403   403   403       403            403         403       401        200     401
  bob                                        403   403   403   403       403            403         403       401        200     401
  no customer                                403   403   403   403       403            403         403       401        404     401
customer GET /customers/claims               customers_claims_read_any
  alice                                      403   403   403   403       403            403         403       401        403     401

billing GET /invoices                        invoices_read
  the list                                   200   200   200   403       200            403         403       401        401     401
billing GET /invoices/{id}                   invoices_read
  alice's invoice                            200   404   200   403       200            403         403       401        401     401
  bob's invoice                              404   200   404   403       404            403         403       401        401     401
  no invoice                                 404   404   404   403       404            403         403       401        401     401
  no id                                      400   400   400   400       400            400         403       401        401     401
billing POST /invoices/{id}/pay             invoices_pay
  alice's invoice                            401   401   401   401       403            403         403       401        401     401
  no invoice                                 401   401   401   401       403            403         403       401        401     401
`;

type Cell = AccessCell<AccessCaller>;
const cells = readAccessTable(accessCallers, table);
const nameOf = ({ service, method, path }: Cell): string => `${service} ${method} ${path}`;

const described = {
  order: new Described('order'),
  customer: new Described('customer'),
  billing: new Described('billing'),
};

const stack = await openStack();
afterAll(() => stack.close());

const callers = new AccessCallers(stack);
let objects: AccessObjects;
/** By route: what it says when there is nothing to see. */
const notFound = new Map<string, string>();
beforeAll(async () => {
  objects = await AccessObjects.on(stack, callers);
});

describe.each(apis)('the routes of %s', (service) => {
  it('are those of the table, and ask for its scopes', () => {
    const listed = cells.filter((cell) => cell.service === service);
    const routes = described[service].routes();

    expect(Object.fromEntries(routes)).toEqual(
      Object.fromEntries(listed.map(({ method, path, scope }) => [`${method} ${path}`, [scope]])),
    );
  });
});

describe.each(Object.entries(Object.groupBy(cells, nameOf)))('%s', (route, ofRoute = []) => {
  it.each(ofRoute)('$object: $status for $caller', async (cell) => {
    const answer = await callers.call(cell.caller, cell, objects.callFor(cell));

    expect(answer.status).toBe(cell.status);
    expect(challengeIn(answer)).toEqual(challengeFor(cell));
    expect(described[cell.service].strangeIn(cell, answer)).toEqual([]);
    if (cell.status !== 404) return;
    // Another's looks like one that is not there.
    const usual = notFound.get(route) ?? answer.text;
    notFound.set(route, usual);
    expect(answer.text).toBe(usual);
  });
});

/** People hold a token that a password was enough for; for what needs a stronger login they are sent back (RFC 9470 section 3). */
const stepUp = { error: 'insufficient_user_authentication', acr_values: 'phr phrh', max_age: '300' };
const neverLetIn: readonly AccessCaller[] = ['elsewhere', 'billing', 'nobody'];

/** What RFC 6750 section 3.1 has for a caller to do about it. */
function challengeFor({ status, caller, scope }: Cell): object | undefined {
  if (status === 401 && caller === 'nobody') return {};
  if (status === 401) return neverLetIn.includes(caller) ? { error: 'invalid_token' } : stepUp;
  if (status !== 403) return undefined;
  return { error: 'insufficient_scope', ...(!holds(caller, scope) && { scope }) };
}

function challengeIn({ headers }: Answer): object | undefined {
  const header = headers.get('www-authenticate');
  if (header === null) return undefined;
  const { realm, resource_metadata: metadata, trace_id: trace, ...challenge } = readChallenge(header);
  expect(realm).toMatch(/./);
  expect(metadata).toBe(`${stack.apiOrigin}/.well-known/oauth-protected-resource`);
  expect(trace).toMatch(/^[0-9a-f]{32}$/);
  return challenge;
}
