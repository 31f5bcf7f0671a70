const quote = '"'.charCodeAt(0);
const openBrace = '{'.charCodeAt(0);
const closeBrace = '}'.charCodeAt(0);
const colon = ':'.charCodeAt(0);
const space = ' '.charCodeAt(0);

/**
 * Whether some object in this JSON text, at any depth, has a key twice or spells a key with an escape.
 *
 * Readers of JSON differ over which duplicate counts (RFC 8259 section 4), so a token that has one says two things. Escapes are
 * refused as well, because V8 can read `"\u0061"` as another key than `"a"` (nodejs/node#63785): a duplicate that nobody sees.
 *
 * @param json a text that JSON.parse accepts
 */
export function hasAmbiguousKeys(json: string): boolean {
  const outer: Set<string>[] = [];
  let keys = new Set<string>(); // of the object we are in

  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case quote: {
        const end = closingQuote(json, i + 1);
        if (isKey(json, end)) {
          const key = json.slice(i + 1, end);
          if (keys.has(key) || key.includes('\\')) return true;
          keys.add(key);
        }
        i = end;
        break;
      }
      case openBrace:
        outer.push(keys);
        keys = new Set();
        break;
      case closeBrace:
        keys = outer.pop() ?? keys;
        break;
    }
  }
  return false;
}

/** Of all texts, only keys stand before a colon. Every other character that may stand between is a space, or comes before it. */
function isKey(json: string, end: number): boolean {
  let next = end + 1;
  while (json.charCodeAt(next) <= space) next++;
  return json.charCodeAt(next) === colon;
}

function closingQuote(json: string, from: number): number {
  let end = json.indexOf('"', from);
  while (isEscaped(json, end)) end = json.indexOf('"', end + 1);
  return end;
}

function isEscaped(json: string, position: number): boolean {
  let backslashes = 0;
  while (json[position - 1 - backslashes] === '\\') backslashes++;
  return backslashes % 2 === 1;
}
