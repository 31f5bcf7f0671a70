import { join } from 'node:path';
import { Apt, hasApt } from './apt.ts';
import { findProgram, isRoot, MissingPrerequisiteError, run } from './tools.ts';

const oldestVersion = 17;
const debianPackages = ['openjdk-21-jre-headless', 'openjdk-17-jre-headless'];

const howToGetJava =
  'on Debian and Ubuntu: apt-get install default-jre-headless maven; on macOS: brew install openjdk maven';

export interface Java {
  readonly command: string;
  /** As it names itself, such as "17.0.15". */
  readonly version: string;
}

interface Context {
  readonly cacheFolder: string;
  readonly signal: AbortSignal;
  readonly say: (message: string) => void;
}

/** JAVA_HOME's java, or the one on PATH; installed first where we may. */
export async function findJava(context: Context): Promise<Java> {
  const found = await installedJava(context.signal);
  if (found) return found;
  await installOrExplain('Java 17 or newer', debianPackages, context);
  const installed = await installedJava(context.signal);
  if (!installed) throw new MissingPrerequisiteError(`Kafka needs Java 17 or newer; ${howToGetJava}`);
  return installed;
}

/** Maven is needed once, to fetch Kafka. */
export async function findMaven(context: Context): Promise<string> {
  const found = findProgram('mvn');
  if (found) return found;
  await installOrExplain('Maven', ['maven'], context);
  return findProgram('mvn') ?? 'mvn';
}

async function installedJava(signal: AbortSignal): Promise<Java | undefined> {
  const home = process.env['JAVA_HOME'];
  for (const command of [home && join(home, 'bin/java'), findProgram('java')]) {
    if (!command) continue;
    const output = await run(command, ['-version'], { signal }).catch(() => '');
    signal.throwIfAborted();
    const version = /version "([^"]+)"/.exec(output)?.[1];
    if (version && Number.parseInt(version, 10) >= oldestVersion) return { command, version };
  }
  return undefined;
}

/** Installs the first of `candidates` that there is. */
async function installOrExplain(
  what: string,
  candidates: readonly string[],
  { cacheFolder, signal, say }: Context,
): Promise<void> {
  if (!isRoot || !hasApt())
    throw new MissingPrerequisiteError(`${what} is missing, which Kafka needs; ${howToGetJava}`);
  const apt = new Apt(cacheFolder, signal);
  for (const [index, candidate] of candidates.entries()) {
    say(`${what} is missing: apt-get install ${candidate}`);
    try {
      await apt.install([candidate]);
      return;
    } catch (error) {
      signal.throwIfAborted();
      if (index === candidates.length - 1) throw error;
    }
  }
}
