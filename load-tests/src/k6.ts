import { type GoProgram } from '@downscope/local/prerequisites/go-program.ts';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The first that runs TypeScript as it is, and keeps its interface by semantic versioning. */
const oldestMajor = 1;

export const k6: GoProgram = {
  name: 'k6',
  module: 'go.k6.io/k6@v1.8.1',
  howToGetIt: 'on Debian and Ubuntu: the package k6 of https://dl.k6.io/deb; on macOS: brew install k6',
  async accepts(file) {
    const answer = await promisify(execFile)(file, ['version']).catch(() => ({ stdout: '' }));
    return Number(/^k6(?:\.exe)? v(\d+)\./.exec(answer.stdout)?.[1]) >= oldestMajor;
  },
};
