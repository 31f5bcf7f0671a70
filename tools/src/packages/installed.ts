import { readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Entry {
  readonly link?: boolean;
  readonly resolved?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}

const lock = readFileSync(join(import.meta.dirname, '../../../package-lock.json'), 'utf8');
const { packages } = JSON.parse(lock) as { packages: Readonly<Record<string, Entry>> };

/** The names of all packages that `npm install --omit=dev` of one workspace brings, by the lock. */
export function installedBy(workspace: string): Set<string> {
  const places = new Set([workspace]);
  for (const place of places) {
    const {
      link,
      resolved,
      dependencies = {},
      peerDependencies = {},
      peerDependenciesMeta = {},
    } = packages[place] ?? {};
    if (link && resolved !== undefined) places.add(resolved);
    const peers = Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true);
    for (const name of [...Object.keys(dependencies), ...peers]) {
      const found = placeOf(name, place);
      if (found !== undefined) places.add(found);
    }
  }
  return new Set([...places].map((place) => place.split('node_modules/').at(-1) ?? ''));
}

/** As Node looks for it: beside the package that asks, then in each folder above. */
function placeOf(name: string, from: string): string | undefined {
  const steps = from.split('/');
  for (let length = steps.length; length >= 0; length -= 1) {
    const place = [...steps.slice(0, length), 'node_modules', name].join('/');
    if (place in packages) return place;
  }
  return undefined;
}
