import exec from 'k6/execution';
import { newestOrderId, ordersInvoicedSince } from './follow.ts';
import { type Endpoints, findEndpoints } from './identity.ts';
import { type Login, logIn } from './login.ts';
import { countAsInvoiced, listOrders, orderSomething } from './orders.ts';
import { people, type Person } from './people.ts';

/** What setup hands to every virtual user, and to teardown. */
export interface Prepared {
  readonly endpoints: Endpoints;
  /** One for each virtual user, the people taking turns. */
  readonly logins: readonly Login[];
  /** Each person's newest order before the load. */
  readonly newestBefore: Readonly<Record<Person, string>>;
  /** Orders of each person that have an invoice, one at least. */
  readonly invoiced: Readonly<Record<Person, readonly string[]>>;
}

export function prepare(): Prepared {
  const endpoints = findEndpoints();
  const first = ofEach((person) => logIn(person, endpoints));
  const invoiced = ofEach((person) => invoicedOrders(first[person]));
  const newestBefore = ofEach((person) => newestOrderId(first[person]));
  const users = Array.from({ length: exec.instance.vusInitialized }, (_, user) => personOf(user));
  return { endpoints, logins: users.map((person) => logIn(person, endpoints)), newestBefore, invoiced };
}

/** Counts the orders that were placed under load as invoiced; waits for them, within a deadline. */
export function countInvoiced({ endpoints, newestBefore }: Prepared): void {
  for (const person of people) {
    countAsInvoiced(ordersInvoicedSince(logIn(person, endpoints), newestBefore[person]).length);
  }
}

/** The latest orders that have an invoice; one is placed, so that there is one. */
function invoicedOrders(login: Login): string[] {
  const before = newestOrderId(login);
  orderSomething(login);
  if (ordersInvoicedSince(login, before).length === 0) throw new Error(`${login.person}'s order was not invoiced`);
  const latest = listOrders(login)?.items ?? [];
  return latest.filter(({ invoiceId }) => invoiceId !== null).map(({ id }) => id);
}

function personOf(user: number): Person {
  return people[user % people.length] ?? 'alice';
}

function ofEach<T>(work: (person: Person) => T): Record<Person, T> {
  return { alice: work('alice'), bob: work('bob') };
}
