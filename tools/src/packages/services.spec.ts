import { describe, expect, it } from '@jest/globals';
import { basename } from 'node:path';
import { installedBy } from './installed.ts';
import { type Library, workspaces } from './libraries.ts';

const libraries = new Map(workspaces('libs').map((library) => [library.name, library]));

/** A service's libraries, and those that they stand on. */
function librariesOf({ dependencies = {} }: Pick<Library, 'dependencies'>): Set<Library> {
  const found = new Set<Library>();
  const waiting = Object.keys(dependencies);
  for (const name of waiting) {
    const library = libraries.get(name);
    if (!library || found.has(library)) continue;
    found.add(library);
    waiting.push(...Object.keys({ ...library.dependencies, ...library.peerDependencies }));
  }
  return found;
}

/** Installed without what only development needs, as its image is, a service has nothing that it does not name. */
describe.each(workspaces('services'))('$name', (service) => {
  it('has what its libraries ask of the application', () => {
    const asked = [...librariesOf(service)].flatMap(({ peerDependencies = {}, peerDependenciesMeta = {} }) =>
      Object.keys(peerDependencies).filter((name) => peerDependenciesMeta[name]?.optional !== true),
    );
    expect(Object.keys(service.dependencies ?? {})).toEqual(expect.arrayContaining(asked));
  });

  it('brings into its image nothing that compilers, documents or other frameworks need', () => {
    const installed = installedBy(`services/${basename(service.folder)}`);
    expect(installed.size).toBeGreaterThan(50);
    const strange = /^(typescript|express|multer|swagger-ui-dist|@nestjs\/(swagger|platform-express)|jest|@swc\/core)$/;
    expect([...installed].filter((name) => strange.test(name))).toEqual([]);
  });
});
