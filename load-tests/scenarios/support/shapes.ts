export interface Order {
  readonly id: string;
  readonly lines: readonly { readonly sku: string; readonly quantity: number }[];
  readonly invoiceId: string | null;
}

export interface OrderPage {
  readonly items: readonly Order[];
  readonly nextCursor: string | null;
}

const UUID = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
/** Of what a query holds as it is; what it names is not for clients. */
const CURSOR = /^[\w-]+$/;
/** Three parts of base64url, the first of which begins a JSON object (RFC 7519 section 3.1). */
const JWT = /\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/;

export function holdsJwt(text: string): boolean {
  return JWT.test(text);
}

/** An order of this customer, with a total that is the sum of its lines. */
export function isOrder(value: unknown, customerNumber: string): value is Order {
  if (!isObject(value) || !isUuid(value['id']) || value['customerNumber'] !== customerNumber) return false;
  const { lines, total, placedAt, invoiceId } = value;
  if (!Array.isArray(lines) || lines.length === 0 || !isMoney(total)) return false;
  return isTime(placedAt) && (invoiceId === null || isUuid(invoiceId)) && sumOf(lines) === total.minorUnits;
}

export function isOrderPage(value: unknown, customerNumber: string): value is OrderPage {
  if (!isObject(value) || !Array.isArray(value['items'])) return false;
  const { items, nextCursor } = value;
  return (nextCursor === null || isCursor(nextCursor)) && items.every((item) => isOrder(item, customerNumber));
}

/** The invoice of this order of this customer, with the address that it goes to. */
export function isInvoice(value: unknown, orderId: string, customerNumber: string): boolean {
  if (!isObject(value) || value['orderId'] !== orderId || value['customerNumber'] !== customerNumber) return false;
  const { id, total, issuedAt, dueAt, billingAddress: address } = value;
  if (!isUuid(id) || !isMoney(total) || !isTime(issuedAt) || !isTime(dueAt) || !isObject(address)) return false;
  return ['street', 'postcode', 'city', 'country'].every((part) => typeof address[part] === 'string');
}

function sumOf(lines: readonly unknown[]): number {
  return lines.reduce<number>((sum, line) => {
    if (!isObject(line) || typeof line['sku'] !== 'string' || !isMoney(line['unitPrice'])) return NaN;
    return sum + Number(line['quantity']) * line['unitPrice'].minorUnits;
  }, 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isUuid(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value);
}

function isCursor(value: unknown): boolean {
  return typeof value === 'string' && CURSOR.test(value);
}

function isMoney(value: unknown): value is { minorUnits: number } {
  return isObject(value) && Number.isInteger(value['minorUnits']) && value['currency'] === 'EUR';
}

function isTime(value: unknown): boolean {
  return typeof value === 'string' && !Number.isNaN(Date.parse(value));
}
