/**
 * The address of a path under a service's URL.
 *
 * @throws RangeError when a value in the path would lead somewhere else: to another host, or out of its segment (`..`)
 */
export function endpoint(serviceUrl: string, path: string): URL {
  const base = new URL(serviceUrl);
  const expected = base.pathname.replace(/\/$/, '') + path;
  const url = new URL(base.origin + expected);
  if (!path.startsWith('/') || url.pathname + url.search !== expected) {
    throw new RangeError('Not a plain path: encode what is put into it');
  }
  return url;
}
