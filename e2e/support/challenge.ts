export class MalformedChallengeError extends Error {
  readonly code = 'challenge_malformed';
  override readonly name = 'MalformedChallengeError';
}

/** `name="value"`: the values of RFC 6750 section 3 need the quotes, and hold no quote or backslash of their own. */
const parameter = /([a-z_]+)="([ !#-[\]-~]*)"/y;

/**
 * Reads a WWW-Authenticate header as a client that holds servers to RFC 6750 section 3: one challenge, its scheme Bearer, its
 * parameters quoted, none of them twice.
 *
 * @throws MalformedChallengeError
 */
export function readChallenge(header: string): Readonly<Record<string, string>> {
  const [, list = ''] = /^Bearer (.+)$/.exec(header) ?? [];
  const parameters = new Map<string, string>();
  for (let at = 0; at <= list.length; at += 2) {
    parameter.lastIndex = at;
    const [whole = '', name = '', value = ''] = parameter.exec(list) ?? [];
    at += whole.length;
    const isEnd = at === list.length;
    if (!whole || parameters.has(name) || !(isEnd || list.startsWith(', ', at))) {
      throw new MalformedChallengeError(`no Bearer challenge: ${header}`);
    }
    parameters.set(name, value);
  }
  return Object.fromEntries(parameters);
}
