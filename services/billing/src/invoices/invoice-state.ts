import { z } from 'zod';

export const invoiceState = z.enum(['issued', 'paid', 'voided']);
export type InvoiceState = z.infer<typeof invoiceState>;

const before: Readonly<Record<Exclude<InvoiceState, 'issued'>, readonly InvoiceState[]>> = {
  // The one that comes first counts: what is paid stays paid, and what is void is not paid any more.
  paid: ['issued'],
  voided: ['issued'],
};

/**
 * What an invoice must be to become this. The statement that changes it asks for that, so of two at once one comes too late, and
 * events may arrive in any order, and again.
 */
export function statesBefore(state: keyof typeof before): InvoiceState[] {
  return [...before[state]];
}
