// k6 has no URL and no URLSearchParams.

export function queryOf(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map((pair) => pair.map(encodeURIComponent).join('='))
    .join('&');
}

/** The values in the query of a URL. */
export function valuesIn(url: string): Partial<Record<string, string>> {
  const [, query = ''] = /\?([^#]*)/.exec(url) ?? [];
  return Object.fromEntries(
    query
      .split('&')
      .filter(Boolean)
      .map((pair) => {
        const [name = '', ...value] = pair.split('=');
        return [decoded(name), decoded(value.join('='))];
      }),
  );
}

/** A Location header's value, made absolute where it is a path. */
export function resolve(location: string, origin: string): string {
  return /^\/(?!\/)/.test(location) ? origin + location : location;
}

function decoded(text: string): string {
  return decodeURIComponent(text.replaceAll('+', ' '));
}
