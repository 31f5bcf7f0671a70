/** Not there, or not this caller's: the two look the same from outside. */
export class InvoiceNotFound extends Error {
  readonly status = 404;
  readonly code = 'invoice_not_found';

  constructor() {
    super('There is no such invoice.');
  }
}
