import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Row {
  readonly from: readonly string[];
  readonly to: string;
  readonly ports: readonly string[];
}

const README = join(import.meta.dirname, '../../../k8s/README.md');

/** "Who connects to whom" of k8s/README.md: the one list that policies and specs are held against. */
export class NetworkTable {
  readonly #rows: readonly Row[];

  constructor(markdown = readFileSync(README, 'utf8')) {
    const [, section = ''] = markdown.split('## Who connects to whom');
    const lines = section.split('\n## ')[0]?.split('\n') ?? [];
    const cells = lines
      .filter((line) => line.startsWith('|'))
      .map((line) => line.split('|').map((cell) => cell.replaceAll('\\', '').trim()));
    this.#rows = cells
      .slice(2)
      .map(([, from = '', to = '', ports = '']) => ({ from: listed(from), to, ports: listed(ports) }));
  }

  get size(): number {
    return this.#rows.length;
  }

  /** Pods are named namespace/name. */
  allows(from: string, to: string, port: string): boolean {
    return this.#rows.some(
      (row) => row.to === to && row.ports.includes(port) && row.from.some((name) => covers(name, from)),
    );
  }
}

const listed = (cell: string): string[] => cell.split(',').map((word) => word.trim());

/** `apps/*` is every pod of that namespace. */
function covers(name: string, pod: string): boolean {
  return name.endsWith('/*') ? pod.startsWith(name.slice(0, -1)) : name === pod;
}
