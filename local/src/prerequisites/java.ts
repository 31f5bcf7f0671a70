import { join } from 'node:path';
import { type InstallContext, installOrExplain } from './install.ts';
import { findProgram, MissingPrerequisiteError, run } from './tools.ts';

const oldestVersion = 17;
const debianPackages = ['openjdk-21-jre-headless', 'openjdk-17-jre-headless'];

const howToGetIt =
  'Kafka needs it: on Debian and Ubuntu: apt-get install default-jre-headless maven; on macOS: brew install openjdk maven';

export interface Java {
  readonly command: string;
  /** As it names itself, such as "17.0.15". */
  readonly version: string;
}

/** JAVA_HOME's java, or the one on PATH; installed first where we may. */
export async function findJava(context: InstallContext): Promise<Java> {
  const found = await installedJava(context.signal);
  if (found) return found;
  await installOrExplain({ what: 'Java 17 or newer', debianPackages, howToGetIt }, context);
  const installed = await installedJava(context.signal);
  if (!installed) throw new MissingPrerequisiteError(`Java 17 or newer is missing. ${howToGetIt}`);
  return installed;
}

/** Maven is needed once, to fetch Kafka. */
export async function findMaven(context: InstallContext): Promise<string> {
  const found = findProgram('mvn');
  if (found) return found;
  await installOrExplain({ what: 'Maven', debianPackages: ['maven'], howToGetIt }, context);
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
