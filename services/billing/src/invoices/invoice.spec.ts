import { describe, expect, it } from '@jest/globals';
import { issueInvoice } from './invoice.ts';

const sale = {
  orderId: '0199d3a0-0000-7000-8000-000000000000',
  customerNumber: '1001',
  region: 'eu',
  total: { minorUnits: 8790, currency: 'EUR' as const },
};

describe('issueInvoice', () => {
  it.each([
    [0, '2026-11-24T12:00:00.000Z'],
    [14, '2026-12-08T12:00:00.000Z'],
    [30, '2026-12-24T12:00:00.000Z'],
  ])('is due after the %d days of the terms', (dueDays, dueAt) => {
    const invoice = issueInvoice(sale, dueDays, new Date('2026-11-24T12:00:00Z'));
    expect(invoice).toMatchObject({ ...sale, state: 'issued', paidAt: null });
    expect(invoice.dueAt.toISOString()).toBe(dueAt);
  });

  it('takes of an event what an invoice holds, and nothing else', () => {
    const event = { ...sale, placedBy: '3c4f1f6e-5d0b-4a55-9b0e-6f2a8c1d7e91' };
    expect(issueInvoice(event, 30, new Date())).not.toHaveProperty('placedBy');
  });
});
