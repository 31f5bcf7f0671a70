const header = /^[<>*\s]*authorization:[ \t]*(.*?)[ \t]*$/i;

/**
 * The Authorization headers of a request, as `node:http` has them, from what somebody pasted: a token alone, or lines with headers
 * (of curl's -v, say), of which those of this name count.
 */
export function rawHeadersFrom(text: string): string[] {
  const lines = text.split(/\r?\n/);
  const headers = lines.flatMap((line) => header.exec(line)?.[1] ?? []);
  if (headers.length > 0) return headers.flatMap((value) => ['authorization', value]);
  const token = text.trim();
  if (token === '') return [];
  return ['authorization', /^bearer\b/i.test(token) ? token : `Bearer ${token}`];
}
