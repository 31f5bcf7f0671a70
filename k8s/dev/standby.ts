/**
 * A process in waiting, so that a saved file runs soon: starting Node, and loading hundreds of modules of packages, takes longer than all
 * that is ours. First it is told what the process before it loaded, and loads and compiles that; then which file to run, and loads our
 * sources as they are on disk by then. When that file is through (a service listens), it answers what it loaded.
 */
import { on } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { compile, isSource, loaded } from './compile.ts';

const messages = on(process, 'message');
const told = async (): Promise<unknown> => ((await messages.next()).value as unknown[])[0];

for (const url of (await told()) as string[]) {
  try {
    if (isSource(url)) compile(url);
    else await import(url);
  } catch {
    // The file may be gone, or be mended by then. If not, what is run says so.
  }
}

await import(pathToFileURL((await told()) as string).href);
// OpenTelemetry instruments node:http when it is required next; the packages above had done that before it was there.
createRequire(import.meta.url)('node:http');
process.send?.([...loaded]);
process.disconnect();
