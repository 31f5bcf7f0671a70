import { isMap, isScalar, isSeq, LineCounter, type Node, type Pair, parseDocument } from 'yaml';

/** Something wrong with privileges.yaml: where, key by key (a list's item by itself), and what. */
export interface Problem {
  readonly path: readonly PropertyKey[];
  readonly message: string;
}

/** The text of privileges.yaml, which knows its lines. */
export class PrivilegesText {
  readonly #lines = new LineCounter();
  readonly #document: ReturnType<typeof parseDocument>;

  constructor(text: string) {
    this.#document = parseDocument(text, { lineCounter: this.#lines });
  }

  /** What is wrong with it as YAML, and names that every JavaScript object has, which no other check would get to see. */
  problems(): string[] {
    const { errors, contents } = this.#document;
    if (errors.length > 0) return errors.map(({ message }) => message);
    return contents ? [...inheritedNames(contents, [])].map((problem) => this.describe(problem)) : [];
  }

  content(): unknown {
    return this.#document.toJS();
  }

  /** `line 12: edge.order: unknown scope …` */
  describe({ path, message }: Problem): string {
    const where = path.map(String).join('.');
    return `line ${this.#lineOf(path)}: ${where === '' ? '' : `${where}: `}${message}`;
  }

  /** The line of the last step of a path that is there. */
  #lineOf(path: readonly PropertyKey[]): number {
    let node: unknown = this.#document.contents;
    let offset = 0;
    for (const step of path) {
      const [found, value] = stepInto(node, step);
      if (!found) break;
      offset = found.range?.[0] ?? offset;
      node = value;
    }
    return this.#lines.linePos(offset).line;
  }
}

function stepInto(node: unknown, step: PropertyKey): readonly [found: Node | undefined, value: unknown] {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && key.value === step) as Pair<Node> | undefined;
    return [pair?.key, pair?.value];
  }
  if (!isSeq(node)) return [undefined, undefined];
  const item = node.items.find((it, index) => index === step || (isScalar(it) && it.value === step)) as
    Node | undefined;
  return [item, item];
}

/** `constructor`, `__proto__` and their like, as a key or as an item. */
function* inheritedNames(node: unknown, path: readonly string[]): Generator<Problem> {
  if (isMap(node)) {
    for (const { key, value } of node.items) {
      const name = String(isScalar(key) ? key.value : key);
      yield* inheritedNames(key, [...path, name]);
      yield* inheritedNames(value, [...path, name]);
    }
  } else if (isSeq(node)) {
    for (const item of node.items) yield* inheritedNames(item, isScalar(item) ? [...path, String(item.value)] : path);
  } else if (isScalar(node) && typeof node.value === 'string' && node.value in Object.prototype) {
    yield { path, message: `${node.value} is a name that every object of JavaScript has` };
  }
}
