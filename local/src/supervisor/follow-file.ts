import { openSync, readSync } from 'node:fs';

const intervalMs = 100;

/** Calls `onLine` for every line that a file has and gets, as long as this process lives. */
export function followFile(file: string, onLine: (line: string) => void): void {
  const descriptor = openSync(file, 'r');
  const chunk = Buffer.alloc(65_536);
  let rest = '';
  const read = (): void => {
    for (let length = 1; length > 0;) {
      length = readSync(descriptor, chunk);
      const lines = (rest + chunk.toString('utf8', 0, length)).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(onLine);
    }
  };
  setInterval(read, intervalMs).unref();
  process.once('exit', read);
}
