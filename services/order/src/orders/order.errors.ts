/** Not there, or not this caller's: the two look the same from outside. */
export class OrderNotFound extends Error {
  readonly status = 404;
  readonly code = 'order_not_found';

  constructor() {
    super('There is no such order.');
  }
}

export class ProductUnknown extends Error {
  readonly status = 422;
  readonly code = 'product_unknown';

  constructor(line: number) {
    super(`lines.${String(line)}.sku: not in the catalogue`);
  }
}

export class CreditLimitExceeded extends Error {
  readonly status = 422;
  readonly code = 'credit_limit_exceeded';

  constructor() {
    super("The order's total is above the customer's credit limit.");
  }
}

export class NotInvoicedYet extends Error {
  readonly status = 404;
  readonly code = 'not_invoiced_yet';

  constructor() {
    super('The order has no invoice. It is issued shortly after the order was placed, unless that is cancelled.');
  }
}

export class OrderIsPaid extends Error {
  readonly status = 409;
  readonly code = 'order_is_paid';

  constructor() {
    super('The order is paid, and cannot be cancelled any more.');
  }
}
