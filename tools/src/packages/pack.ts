import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.ts';
import type { Library } from './libraries.ts';
import { missingIn, strangersIn } from './contents.ts';

/** A package as it would be published. */
export interface Packed {
  readonly name: string;
  readonly version: string;
  readonly file: string;
  readonly unpackedBytes: number;
  readonly files: readonly string[];
}

interface NpmPacked {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string }[];
}

/**
 * Builds the library, and packs it into that folder.
 *
 * @throws when the package holds what nobody should install, or lacks what everybody looks for
 */
export async function pack({ name, version, folder: cwd }: Library, folder: string): Promise<Packed> {
  mkdirSync(folder, { recursive: true });
  await run(cwd, ['npm', 'run', '--silent', 'prepack']);
  const said = await run(cwd, ['npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder]);
  const [packed] = Object.values(JSON.parse(said) as NpmPacked[] | Record<string, NpmPacked>);
  if (!packed) throw new Error(`npm pack says nothing of ${name}`);
  const files = packed.files.map(({ path }) => path);
  const wrong = [...strangersIn(files), ...missingIn(files).map((file) => `no ${file}`)];
  if (wrong.length > 0) throw new Error(`The package of ${name}: ${wrong.join(', ')}`);
  return { name, version, file: join(folder, packed.filename), unpackedBytes: packed.unpackedSize, files };
}
