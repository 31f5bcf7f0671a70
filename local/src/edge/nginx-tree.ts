/** One directive of nginx.conf: a simple one without its semicolon, or a block. */
export type Directive = string | Block;

export interface Block {
  /** What stands before the brace: `location = /orders`. */
  readonly head: string;
  readonly directives: readonly Directive[];
}

/** What is no directive here is left out. */
type Optional = Directive | false | undefined;

export const directives = (...all: readonly Optional[]): Directive[] =>
  all.filter((one) => one !== false && one !== undefined);

export const block = (head: string, ...all: readonly Optional[]): Block => ({ head, directives: directives(...all) });

export const location = (match: string, ...all: readonly Optional[]): Block => block(`location ${match}`, ...all);

/** The blocks among directives whose head begins so. */
export const blocksIn = (all: readonly Directive[], start: string): Block[] =>
  all.filter((one): one is Block => typeof one !== 'string' && one.head.startsWith(start));

export function print(all: readonly Directive[], indent = ''): string {
  return all
    .map((one) =>
      typeof one === 'string'
        ? `${indent}${one};\n`
        : `${indent}${one.head} {\n${print(one.directives, `${indent}  `)}${indent}}\n`,
    )
    .join('');
}
