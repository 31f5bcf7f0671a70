// Runs before anything is installed, on any Node from 18: `npm install`, when package-lock.json is not what was installed last.
// (`npm ci` refuses this lock on some systems: it lists binaries of others.)
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stamp = `${root}node_modules/.downscope-installed`;

const lockDigest = () =>
  createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex');
const isInstalled = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === lockDigest();

if (!isInstalled()) {
  console.log('npm install ...');
  const { status, error, stdout, stderr } = spawnSync('npm', ['install', '--loglevel=error'], {
    cwd: root,
    encoding: 'utf8',
  });
  if (status !== 0) {
    console.error(`${stdout ?? ''}${stderr ?? ''}${error ? error.message : ''}\nnpm install failed`);
    process.exit(1);
  }
  writeFileSync(stamp, lockDigest());
}
