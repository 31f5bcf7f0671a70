import { appendFileSync, closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { createInterface } from 'node:readline';

const prefixWidth = 14;

/** `logs/{part}.log`; with `verbose` each line also goes to standard output, after the part's name. */
export class PartLogs {
  private readonly folder: string;
  readonly verbose: boolean;

  constructor(folder: string, verbose: boolean) {
    this.folder = folder;
    this.verbose = verbose;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Gives `use` a file descriptor that the part writes to by itself, so that its lines outlive us. */
  withFile<T>(part: string, use: (descriptor: number) => T): T {
    const descriptor = openSync(this.fileOf(part), 'a');
    try {
      return use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  follow(part: string, output: Readable): void {
    createInterface({ input: output }).on('line', (line) => {
      appendFileSync(this.fileOf(part), `${line}\n`);
      process.stdout.write(`${part.padEnd(prefixWidth)}| ${line}\n`);
    });
  }

  lastLines(part: string, count = 15): string[] {
    const lines = readFileSync(this.fileOf(part), 'utf8').split('\n');
    return lines.filter(Boolean).slice(-count);
  }

  fileOf(part: string): string {
    return join(this.folder, `${part}.log`);
  }
}
