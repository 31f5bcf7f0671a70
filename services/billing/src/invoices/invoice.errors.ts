/** Not there, or not this caller's: the two look the same from outside. */
export class InvoiceNotFound extends Error {
  readonly status = 404;
  readonly code = 'invoice_not_found';

  constructor() {
    super('There is no such invoice.');
  }
}

export class InvoiceIsVoid extends Error {
  readonly status = 409;
  readonly code = 'invoice_is_void';

  constructor() {
    super('The order was cancelled, so there is nothing to pay.');
  }
}
