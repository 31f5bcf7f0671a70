/** A JSON object's text, made into one that is no JSON object. */
export function noObjects(text: string): Record<string, string> {
  const plus = (member: string): string => text.replace(/}$/, `,${member}}`);
  return {
    ...Object.fromEntries(['null', 'true', '0', '""', '[]', ' '].map((json) => [`as ${json}`, json])),
    'in a list': `[${text}]`,
    'as a text': JSON.stringify(text),
    'with a letter after it': `${text}x`,
    'with a NUL after it': `${text}\u0000`,
    'written twice': text + text,
    'after a comment': `/**/${text}`,
    'after a byte order mark': `\ufeff${text}`,
    'after a no-break space': `\u00a0${text}`,
    'without its end': text.slice(0, -1),
    'with a comma too many': plus('"a":1,'),
    'with single quotes': text.replaceAll('"', "'"),
    'with a key without quotes': plus('a:1'),
    'with a line break in a value': plus('"a":"\n"'),
    'with a tab in a value': plus('"a":"\t"'),
    'with an escape that JSON lacks': plus(String.raw`"a":"\x61"`),
    'with half an escape': plus(String.raw`"a":"\ud8"`),
  };
}

const wrongBytes = {
  'a surrogate in bytes': [0xed, 0xa0, 0x80],
  'an overlong slash': [0xc0, 0xaf],
  'a lone continuation byte': [0x80],
  'a byte of Latin-1': [0xff],
  'a character beyond Unicode': [0xf4, 0x90, 0x80, 0x80],
};

/** The text with bytes in its first value that are no UTF-8, or wholly in another encoding. */
export function notUtf8(text: string): Record<string, Buffer> {
  const at = text.indexOf(':"') + 2;
  const [before, after] = [Buffer.from(text.slice(0, at)), Buffer.from(text.slice(at))];
  const spliced = Object.entries(wrongBytes).map(([name, bytes]) => [
    `with ${name}`,
    Buffer.concat([before, Buffer.from(bytes), after]),
  ]);
  return { ...Object.fromEntries(spliced), 'in UTF-16': Buffer.from(`\ufeff${text}`, 'utf16le') } as Record<
    string,
    Buffer
  >;
}
