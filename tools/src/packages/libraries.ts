import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** A library of this checkout that is published. */
export interface Library extends Manifest {
  readonly folder: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly license?: string;
  readonly engines?: { readonly node?: string };
  readonly scripts?: { readonly prepack?: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export function publishedLibraries(): Library[] {
  return globSync('libs/*/package.json', { cwd: root })
    .sort()
    .map((file) => ({ ...manifestOf(join(root, file)), folder: join(root, dirname(file)) }))
    .filter((library) => !library.private);
}

function manifestOf(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
