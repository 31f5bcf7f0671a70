/** Preloaded (`node --import`): a source file is compiled when it is loaded, as `nx run build` would. Nothing compiled lies anywhere. */
import { type JscConfig, type Options, transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

interface SwcFile extends Options {
  $schema?: string;
  jsc: JscConfig & { rewriteRelativeImportExtensions?: boolean };
}

const swc = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8')) as SwcFile;
delete swc.$schema;
// The files themselves are loaded, under the names that they are imported by.
delete swc.jsc.rewriteRelativeImportExtensions;

registerHooks({
  load: (url, context, next) => {
    if (!/^file:.*\.tsx?$/.test(url) || url.includes('/node_modules/')) return next(url, context);
    const filename = fileURLToPath(url);
    const { code } = transformSync(readFileSync(filename, 'utf8'), {
      ...swc,
      filename,
      swcrc: false,
      sourceMaps: 'inline',
    });
    return { format: 'module', source: code, shortCircuit: true };
  },
});
