/** The requests that are measured, as the summary names them. */
export const names = {
  list: 'list orders',
  place: 'place an order',
  invoice: 'show an invoice',
} as const;
