/** More at once than a person has tabs open in which they log in. */
const kept = 16;

/**
 * The interactions that this browser began, as its cookie names them. Where the origin is https the name begins with `__Host-`, so
 * that no other host can have set it, a sibling's neither (RFC 6265bis section 4.1.3.2).
 *
 * A cookie that comes twice was set from two places: it tells nothing, and there are none then.
 */
export function begunInteractions(cookieHeader: string | undefined, name: string): readonly string[] {
  const values = (cookieHeader ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  const [value, ...others] = values;
  return value === undefined || others.length > 0 ? [] : value.split('.').filter((uid) => uid !== '');
}

/** The cookie's next value: one more interaction, and the oldest forgotten. */
export function withBegun(begun: readonly string[], uid: string): string {
  return [...begun, uid].slice(-kept).join('.');
}

export function begunCookieName(issuer: string): string {
  return issuer.startsWith('https:') ? '__Host-begun' : 'begun';
}
