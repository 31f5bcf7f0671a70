import { closeSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { followFile } from './follow-file.ts';

const prefixWidth = 14;

/** `logs/{part}.log`; with `verbose` each line also goes to standard output, after the part's name. */
export class PartLogs {
  private readonly folder: string;
  private readonly verbose: boolean;
  private readonly followed = new Set<string>();

  constructor(folder: string, verbose: boolean) {
    this.folder = folder;
    this.verbose = verbose;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
  }

  /** Gives `use` a file descriptor that the part writes to by itself, so that its lines outlive us. */
  withFile<T>(part: string, use: (descriptor: number) => T): T {
    const descriptor = openSync(this.fileOf(part), 'a');
    if (this.verbose) this.follow(part);
    try {
      return use(descriptor);
    } finally {
      closeSync(descriptor);
    }
  }

  lastLines(part: string, count = 15): string[] {
    const lines = readFileSync(this.fileOf(part), 'utf8').split('\n');
    return lines.filter(Boolean).slice(-count);
  }

  fileOf(part: string): string {
    return join(this.folder, `${part}.log`);
  }

  private follow(part: string): void {
    if (this.followed.has(part)) return;
    this.followed.add(part);
    followFile(this.fileOf(part), (line) => {
      console.log(`${part.padEnd(prefixWidth)}| ${line}`);
    });
  }
}
