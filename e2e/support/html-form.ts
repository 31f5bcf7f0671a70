export interface FormControl {
  readonly type: string;
  readonly name: string;
  readonly value: string;
}

export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  readonly controls: readonly FormControl[];
}

const FORM = /<form\b([^>]*)>(.*?)<\/form>/gis;
const CONTROL = /<(input|button)\b([^>]*)>/gi;
const ATTRIBUTE = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The forms of a page, as a browser would send them: what a person could fill in, and what is hidden from them. */
export function formsOf(html: string): HtmlForm[] {
  return [...html.matchAll(FORM)].map(([, head = '', inside = '']) => {
    const { action = '', method = 'get' } = attributesOf(head);
    return { action, method: method.toUpperCase(), controls: [...inside.matchAll(CONTROL)].map(control) };
  });
}

function control([, tag = '', text = '']: RegExpMatchArray): FormControl {
  const { type, name = '', value = '' } = attributesOf(text);
  return { type: (type ?? (tag.toLowerCase() === 'button' ? 'submit' : 'text')).toLowerCase(), name, value };
}

function attributesOf(text: string): Partial<Record<string, string>> {
  return Object.fromEntries(
    [...text.matchAll(ATTRIBUTE)].map(([, name = '', double, single, bare]) => [
      name.toLowerCase(),
      decoded(double ?? single ?? bare ?? ''),
    ]),
  );
}

function decoded(text: string): string {
  return text.replace(/&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi, (whole, hex?: string, decimal?: string, name?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    if (decimal) return String.fromCodePoint(Number(decimal));
    return ENTITIES[name ?? ''] ?? whole;
  });
}
