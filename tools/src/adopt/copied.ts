import { cpSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { NestApplication } from './nest-application.ts';
import type { Library } from '../packages/libraries.ts';

/** Those that import nothing of this project, and can be copied for it. */
const copied = ['@downscope/guards', '@downscope/token-exchange'];
/** Types that the sources need and their packages lack. */
const types = ['@types/passport-jwt'];

/** Puts the sources of the libraries where the packages were. What the READMEs say that it needs is done here. */
export async function copyInto(application: NestApplication, libraries: readonly Library[]): Promise<void> {
  await application.uninstall(libraries.map(({ name }) => name));
  const toCopy = libraries.filter(({ name }) => copied.includes(name));
  const packages = toCopy.flatMap(({ dependencies = {} }) =>
    Object.entries(dependencies).map((each) => each.join('@')),
  );
  await application.install([...packages, 'zod@4', ...types]);

  application.write('!(*database*|notes*)', (source) =>
    source
      .replaceAll(/'@downscope\/([a-z-]+)'/g, `'./$1/index.ts'`)
      .replaceAll(/'@downscope\/([a-z-]+)\/testing'/g, `'./$1/testing/index.ts'`),
  );
  for (const { folder } of toCopy) {
    cpSync(join(folder, 'src'), join(application.folder, 'src', basename(folder)), {
      recursive: true,
      filter: (file) => !file.endsWith('.spec.ts'),
    });
  }
  application.configure('tsconfig.json', ({ compilerOptions = {} }) => {
    compilerOptions['rewriteRelativeImportExtensions'] = true;
  });
  if (application.kind.testRunner === 'jest')
    application.configure('package.json', ({ jest = {} }) => {
      jest['moduleNameMapper'] = { '^(\\.{1,2}/.*)\\.js$': '$1' };
    });
}
