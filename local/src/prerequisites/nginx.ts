import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Apt, hasApt } from './apt.ts';
import { cached } from './cache.ts';
import { systemRelease } from './system-release.ts';
import { findProgram, MissingPrerequisiteError, run } from './tools.ts';

/** An nginx that runs, and the modules that give it a digest function, when there are any. */
export interface Nginx {
  readonly command: string;
  readonly modules: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** In the order in which they must be loaded. */
const moduleFiles = ['ndk_http_module.so', 'ngx_http_set_misc_module.so'];
const debianModules = ['libnginx-mod-http-ndk', 'libnginx-mod-http-set-misc'];

/** The one on PATH if it has the modules; else Debian's own, unpacked into the cache; else the one on PATH without. */
export async function findNginx(
  cacheFolder: string,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<Nginx> {
  const onPath = findProgram('nginx');
  const installed = onPath && (await withModules(onPath, await modulesFolder(onPath, signal), {}, signal));
  if (installed) return installed;
  const unpacked = hasApt() && (await unpackedNginx(cacheFolder, onPath, signal, say).catch(onlyIf(onPath, signal)));
  if (unpacked) return unpacked;
  if (onPath) return { command: onPath, modules: [], env: {} };
  throw new MissingPrerequisiteError(
    'nginx is missing; on Debian and Ubuntu: apt-get install nginx; on macOS: brew install nginx',
  );
}

async function unpackedNginx(
  cacheFolder: string,
  onPath: string | undefined,
  signal: AbortSignal,
  say: (message: string) => void,
): Promise<Nginx | undefined> {
  const folder = await cached(cacheFolder, `nginx-${systemRelease()}`, async (draft) => {
    say('nginx comes from the packages of this system, unpacked into the cache');
    const apt = new Apt(cacheFolder, signal);
    const missing = await apt.missingFor(['nginx', ...debianModules]);
    const useful = missing.filter((name) => /^(nginx|nginx-core|lib.+)$/.test(name));
    await apt.unpack([...new Set([...useful, ...debianModules])], draft);
  });
  const command = [join(folder, 'usr/sbin/nginx'), onPath].find((file) => file !== undefined && existsSync(file));
  if (!command) return undefined;
  const libraries = globSync('usr/lib/*/*.so*', { cwd: folder }).map((file) => join(folder, dirname(file)));
  const env: Record<string, string> = libraries[0] ? { LD_LIBRARY_PATH: libraries[0] } : {};
  return (
    (await withModules(command, join(folder, 'usr/lib/nginx/modules'), env, signal)) ?? { command, modules: [], env }
  );
}

/** Modules fit one build of nginx alone, so it is asked whether it takes them. */
async function withModules(
  command: string,
  folder: string,
  env: Record<string, string>,
  signal: AbortSignal,
): Promise<Nginx | undefined> {
  const modules = moduleFiles.map((file) => join(folder, file));
  if (!modules.every((file) => existsSync(file))) return undefined;
  const probe = mkdtempSync(join(tmpdir(), 'downscope-nginx-'));
  try {
    const file = join(probe, 'nginx.conf');
    writeFileSync(
      file,
      `${modules.map((module) => `load_module "${module}";`).join('\n')}\npid "${probe}/pid";\nevents {}\n`,
    );
    await run(command, ['-t', '-e', 'stderr', '-p', probe, '-c', file], { signal, env });
    return { command, modules, env };
  } catch {
    signal.throwIfAborted();
    return undefined;
  } finally {
    rmSync(probe, { recursive: true });
  }
}

async function modulesFolder(command: string, signal: AbortSignal): Promise<string> {
  const build = await run(command, ['-V'], { signal });
  return /--modules-path=(\S+)/.exec(build)?.[1] ?? '/usr/lib/nginx/modules';
}

/** With an nginx on PATH, a failed download is no end: it costs the auth cache. */
const onlyIf = (onPath: string | undefined, signal: AbortSignal) => (error: unknown) => {
  signal.throwIfAborted();
  if (!onPath) throw error;
  return undefined;
};
