import { globSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './command.ts';

const root = join(import.meta.dirname, '../../..');

/** A library of this checkout that is published. */
export interface Library {
  readonly name: string;
  readonly folder: string;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

interface Manifest extends Partial<Library> {
  readonly name: string;
  readonly private?: boolean;
}

export function publishedLibraries(): Library[] {
  return globSync('libs/*/package.json', { cwd: root }).flatMap((file) => {
    const { private: isPrivate, name, dependencies = {}, peerDependencies = {} } = manifest(join(root, file));
    return isPrivate ? [] : [{ name, folder: join(root, dirname(file)), dependencies, peerDependencies }];
  });
}

/** Packs each as it would be published. Answers the files, by name. */
export async function packed(libraries: readonly Library[], folder: string): Promise<ReadonlyMap<string, string>> {
  mkdirSync(folder, { recursive: true });
  const files = new Map<string, string>();
  for (const { name, folder: cwd } of libraries) {
    const said = await run(cwd, ['npm', 'pack', '--silent', '--pack-destination', folder]);
    files.set(name, join(folder, said.trim().split('\n').at(-1) ?? ''));
  }
  return files;
}

function manifest(file: string): Manifest {
  return JSON.parse(readFileSync(file, 'utf8')) as Manifest;
}
