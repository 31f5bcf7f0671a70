/**
 * Preloaded (`node --import`): a source file is compiled when it is loaded, as `nx run build` would. Nothing compiled lies on a disk, and
 * what was compiled in advance counts only as long as its file says the same.
 */
import { type JscConfig, type Options, transformSync } from '@swc/core';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

interface SwcFile extends Options {
  $schema?: string;
  jsc: JscConfig & { rewriteRelativeImportExtensions?: boolean };
}

interface Compiled {
  readonly source: string;
  readonly code: string;
}

const swc = JSON.parse(readFileSync(new URL('../.swcrc', import.meta.url), 'utf8')) as SwcFile;
delete swc.$schema;
// The files themselves are loaded, under the names that they are imported by.
delete swc.jsc.rewriteRelativeImportExtensions;

/** What was loaded so far: our sources, and the modules of packages that they import, by URL. */
export const loaded = new Set<string>();
const compiled = new Map<string, Compiled>();

export function isSource(url: string): boolean {
  return /^file:.*\.tsx?$/.test(url) && !isOfPackage(url);
}

/** The file's code, of the text that it has now. */
export function compile(url: string): string {
  const filename = fileURLToPath(url);
  const source = readFileSync(filename, 'utf8');
  const known = compiled.get(url);
  if (known?.source === source) return known.code;
  const { code } = transformSync(source, { ...swc, filename, swcrc: false, sourceMaps: 'inline' });
  compiled.set(url, { source, code });
  return code;
}

registerHooks({
  resolve: (specifier, context, next) => {
    const resolved = next(specifier, context);
    if (isSource(context.parentURL ?? '') && isOfPackage(resolved.url)) loaded.add(resolved.url);
    return resolved;
  },
  load: (url, context, next) => {
    if (!isSource(url)) return next(url, context);
    loaded.add(url);
    return { format: 'module', source: compile(url), shortCircuit: true };
  },
});

function isOfPackage(url: string): boolean {
  return url.includes('/node_modules/');
}
