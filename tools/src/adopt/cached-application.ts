import { cached, cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../packages/command.ts';
import { publishedLibraries } from '../packages/libraries.ts';
import type { Packed } from '../packages/pack.ts';
import { NestApplication, type NestKind } from './nest-application.ts';

/**
 * An application as `nest new` makes it, with these packages installed. What others publish is fetched once, as long as no library asks
 * for something else: it is linked to, and the packages lie beside it as npm would lay them.
 */
export async function cachedApplication(
  parent: string,
  kind: NestKind,
  packages: readonly Packed[],
): Promise<NestApplication> {
  const asked = publishedLibraries().map(({ dependencies, peerDependencies }) => [dependencies, peerDependencies]);
  const recipe = [readFileSync(import.meta.filename), JSON.stringify([kind, asked])];
  const digest = recipe
    .reduce((hash, part) => hash.update(part), createHash('sha256'))
    .digest('hex')
    .slice(0, 12);
  const name = `nest-${kind.version}`;
  const kept = await cached(cacheFolderOf(process.env), `adopt-${digest}`, async (draft) => {
    console.log(`fetching what Nest ${kind.version} needs, once`);
    const application = await NestApplication.create(draft, kind);
    await application.install([...packages.map(({ file }) => file), ...application.besides]);
  });
  const folder = join(parent, name);
  cpSync(join(kept, name), folder, { recursive: true, filter: (path) => !path.endsWith('/node_modules') });
  linkAll(join(kept, name, 'node_modules'), join(folder, 'node_modules'));
  for (const packed of packages) await unpack(packed, join(folder, 'node_modules'));
  return NestApplication.at(folder, kind);
}

/** A folder of links, so that each package is found where it is kept, and ours are not among them. */
function linkAll(from: string, to: string): void {
  mkdirSync(to);
  for (const name of readdirSync(from).filter((each) => each !== '@downscope'))
    symlinkSync(join(from, name), join(to, name));
}

async function unpack({ name, file }: Packed, modules: string): Promise<void> {
  const folder = join(modules, name);
  mkdirSync(folder, { recursive: true });
  await run(folder, ['tar', '-xzf', file, '--strip-components', '1']);
}
