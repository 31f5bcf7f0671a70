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
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

export function publishedLibraries(): Library[] {
  return workspaces('libs').filter((library) => !library.private);
}

/** All of `libs` or `services`, published or not. */
export function workspaces(of: 'libs' | 'services'): Library[] {
  return globSync(`${of}/*/package.json`, { cwd: root })
    .sort()
    .map((file) => ({ ...manifestOf(join(root, file)), folder: join(root, dirname(file)) }));
}

function manifestOf(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
