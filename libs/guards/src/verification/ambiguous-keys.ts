const quote = '"'.charCodeAt(0);
const comma = ','.charCodeAt(0);
const openBrace = '{'.charCodeAt(0);
const closeBrace = '}'.charCodeAt(0);
const openBracket = '['.charCodeAt(0);
const closeBracket = ']'.charCodeAt(0);

/**
 * Whether some object in this JSON text, at any depth, has a key twice or spells a key with an escape.
 *
 * Readers of JSON differ over which duplicate counts (RFC 8259 section 4), so a token that has one says two things. Escapes are
 * refused as well, because V8 can read `"\u0061"` as another key than `"a"` (nodejs/node#63785): a duplicate that nobody sees.
 *
 * @param json a text that JSON.parse accepts
 */
export function hasAmbiguousKeys(json: string): boolean {
  const outer: (Set<string> | undefined)[] = [];
  let keys: Set<string> | undefined; // of the object we are in; undefined in an array
  let keyComesNext = false;

  for (let i = 0; i < json.length; i++) {
    switch (json.charCodeAt(i)) {
      case quote: {
        const end = closingQuote(json, i + 1);
        if (keyComesNext && keys) {
          const key = json.slice(i + 1, end);
          if (keys.has(key) || key.includes('\\')) return true;
          keys.add(key);
          keyComesNext = false;
        }
        i = end;
        break;
      }
      case openBrace:
        outer.push(keys);
        keys = new Set();
        keyComesNext = true;
        break;
      case openBracket:
        outer.push(keys);
        keys = undefined;
        keyComesNext = false;
        break;
      case closeBrace:
      case closeBracket:
        keys = outer.pop();
        keyComesNext = false;
        break;
      case comma:
        keyComesNext = keys !== undefined;
        break;
    }
  }
  return false;
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
