/** Not there, or not this caller's: the two look the same from outside. */
export class CustomerNotFound extends Error {
  readonly status = 404;
  readonly code = 'customer_not_found';

  constructor() {
    super('There is no such customer.');
  }
}
