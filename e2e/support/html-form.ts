/** A field or a button. */
export interface FormControl {
  readonly type: string;
  readonly name: string;
  readonly value: string;
  /** Where a button sends the form, if elsewhere. */
  readonly formAction: string | undefined;
  /** What stands on a button. */
  readonly label: string;
}

export interface HtmlForm {
  readonly action: string;
  readonly method: string;
  readonly controls: readonly FormControl[];
}

const FORM = /<form\b([^>]*)>(.*?)<\/form>/gis;
const CONTROL = /<(input|button)\b([^>]*)>(?:([^<]*)<\/button>)?/gi;
const ATTRIBUTE = /([\w-]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** The forms of a page, as a browser would send them: what a person could fill in, and what is hidden from them. */
export function formsOf(html: string): HtmlForm[] {
  return [...html.matchAll(FORM)].map(([, head = '', inside = '']) => {
    const { action = '', method = 'get' } = attributesOf(head);
    return { action, method: method.toUpperCase(), controls: [...inside.matchAll(CONTROL)].map(controlOf) };
  });
}

export function controlOfType(form: HtmlForm, type: string): FormControl | undefined {
  return form.controls.find((control) => control.type === type);
}

export function buttonLabelled(form: HtmlForm, label: string): FormControl | undefined {
  return form.controls.find((control) => control.type === 'submit' && control.label === label);
}

function controlOf([, tag = '', text = '', label = '']: RegExpMatchArray): FormControl {
  const {
    type = tag.toLowerCase() === 'button' ? 'submit' : 'text',
    name = '',
    value = '',
    formaction,
  } = attributesOf(text);
  return { type: type.toLowerCase(), name, value, formAction: formaction, label: decoded(label).trim() };
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
