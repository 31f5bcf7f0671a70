const scopeToken = /^[!#-[\]-~]+$/;
const scopeValue = /^(?:[!#-[\]-~]+(?: [!#-[\]-~]+)*)?$/;

/** A single scope (RFC 6749 section 3.3). */
export function isScopeToken(value: string): boolean {
  return scopeToken.test(value);
}

/** A `scope` claim: scopes with single spaces between, or the empty string for none. */
export function isScopeValue(value: unknown): value is string {
  return typeof value === 'string' && scopeValue.test(value);
}

export function scopesOf(value: string): string[] {
  return value === '' ? [] : value.split(' ');
}
