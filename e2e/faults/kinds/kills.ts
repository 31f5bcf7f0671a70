import type { Fault } from '../fault.ts';
import type { Debugged } from '../stack/fault-stack.ts';
import type { Place } from '../stack/inspector.ts';

const placeOrder = 'services/order/dist/orders/place-order.js';
const orders = 'services/order/dist/orders/postgres-orders.repository.js';
const issueInvoice = 'services/billing/dist/invoices/issue-invoice.js';
const invoices = 'services/billing/dist/invoices/postgres-invoices.repository.js';
const relay = 'libs/events/dist/announcing/outbox-relay.js';
const partitions = 'libs/events/dist/broker/partition-lines.js';

/** The end of what `database.transaction` is given: all is written, and COMMIT comes next. */
const beforeCommit = /^ {8}\}\);$/;

/** The relay claims rows of the outbox, has Kafka acknowledge them, and deletes them. */
const relaying: Readonly<Record<string, Place>> = {
  'rows claimed, nothing produced': { file: relay, within: 'async turn(', line: 'this.sender.send(' },
  'acknowledged by Kafka, not deleted': { file: relay, within: 'async turn(', line: 'this.rows.settle(' },
  'sent and deleted': { file: relay, within: 'async turn(', line: 'const { sent, refused } = outcome' },
};
const notNoted: Place = { file: partitions, within: 'async run(', line: 'this.doneUpTo = ' };

/** Eight places of each, by what has happened when it dies there. */
export const places: Readonly<Record<Debugged, Readonly<Record<string, Place>>>> = {
  order: {
    'credit checked, nothing written': { file: placeOrder, within: 'async for(', line: 'this.orders.add(' },
    'order written, its event not': { file: orders, within: 'async add(', line: 'this.outbox.add(' },
    'order and event written, not committed': { file: orders, within: 'async add(', line: beforeCommit },
    'order committed, not answered': { file: placeOrder, within: 'async for(', line: 'return order' },
    ...pick('rows claimed, nothing produced', 'acknowledged by Kafka, not deleted'),
    'invoice noted, not committed': { file: orders, within: 'async markInvoiced(', line: beforeCommit },
    'invoice committed, its offset not': notNoted,
  },
  billing: {
    'terms known, nothing written': { file: issueInvoice, within: 'async because(', line: 'this.invoices.issue(' },
    'order decided, no invoice written': { file: invoices, within: 'async issue(', line: 'transaction.insert(' },
    'invoice written, its event not': {
      file: invoices,
      within: 'async issue(',
      line: /^ {12}await this\.announceStateOf\(/,
    },
    'invoice and event written, not committed': { file: invoices, within: 'async issue(', line: beforeCommit },
    'invoice committed, its offset not': notNoted,
    ...relaying,
  },
};

function pick(...names: readonly string[]): Record<string, Place> {
  return Object.fromEntries(Object.entries(relaying).filter(([name]) => names.includes(name)));
}

/** Of each service, this is in the short form. */
const inShort: Readonly<Record<Debugged, string>> = {
  order: 'order and event written, not committed',
  billing: 'acknowledged by Kafka, not deleted',
};

export const killsOf = (service: Debugged): Fault[] =>
  Object.entries(places[service]).map(([name, place]) => ({
    name: `${service} killed: ${name}`,
    times: 10,
    ...(inShort[service] === name && { short: 1 }),
    strike: async (stack, { healing }) => {
      await stack.killAt(service, place);
      healing();
      await stack.start(service);
    },
  }));
