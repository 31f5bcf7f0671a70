import { spawnSync } from 'node:child_process';

/** A program that must be there, how it says its version, and the oldest that does. */
export interface Requirement {
  readonly program: string;
  readonly ask: readonly string[];
  readonly version: RegExp;
  readonly atLeast: string;
  readonly why: string;
  readonly howToGetIt: string;
}

const containers = (program: string, name: string, atLeast: string, howToGetIt: string): Requirement => ({
  program,
  ask: ['version', '--format', '{{.Server.Version}}'],
  version: /^v?(\d+(?:\.\d+)+)/m,
  atLeast,
  why: `${name} runs the cluster's node`,
  howToGetIt,
});

/** One of them suffices. */
export const engines: readonly Requirement[] = [
  containers('docker', 'Docker', '20.10', 'https://docs.docker.com/engine/install'),
  containers('podman', 'Podman', '4.0', 'https://podman.io/docs/installation'),
];

export const programs: readonly Requirement[] = [
  {
    program: 'kind',
    ask: ['version'],
    version: /kind v(\d+(?:\.\d+)+)/,
    atLeast: '0.27',
    why: "an older one cannot load images into the node's containerd 2, and before 0.24 it ignores NetworkPolicies",
    howToGetIt: 'https://kind.sigs.k8s.io/docs/user/quick-start/#installation',
  },
  {
    program: 'kubectl',
    ask: ['version', '--client'],
    version: /Client Version: v(\d+(?:\.\d+)+)/,
    atLeast: '1.27',
    why: 'an older one has kustomize 4 inside',
    howToGetIt: 'https://kubernetes.io/docs/tasks/tools',
  },
  {
    program: 'skaffold',
    ask: ['version'],
    version: /^v(\d+(?:\.\d+)+)/m,
    atLeast: '2.14',
    why: 'an older one cannot read skaffold.yaml',
    howToGetIt: 'https://skaffold.dev/docs/install',
  },
];

/** What a command printed, or undefined where there is no such program or it failed. */
export type Asker = (program: string, args: readonly string[]) => string | undefined;

export const askProgram: Asker = (program, args) => {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 });
  return status === 0 ? stdout : undefined;
};

/** What is missing or too old, one line each. */
export function missing(ask: Asker): string[] {
  const complaints = engines.map((engine) => complaintAbout(engine, ask));
  const noEngine = complaints.every((complaint) => complaint !== undefined) ? [complaints.join('\n  or ')] : [];
  return [...noEngine, ...programs.flatMap((program) => complaintAbout(program, ask) ?? [])];
}

/** The engine that answers; Docker if both do. */
export function engineOf(ask: Asker): string | undefined {
  return engines.find((engine) => complaintAbout(engine, ask) === undefined)?.program;
}

function complaintAbout(requirement: Requirement, ask: Asker): string | undefined {
  const { program, atLeast, why, howToGetIt } = requirement;
  const printed = ask(program, requirement.ask);
  if (printed === undefined) return `${program} ${atLeast} or newer is missing, or does not answer: ${howToGetIt}`;
  const found = requirement.version.exec(printed)?.[1];
  // One that does not say its version as released ones do was built by somebody who knows what it is.
  if (found === undefined || isAtLeast(found, atLeast)) return undefined;
  return `${program} is ${found}, ${atLeast} is needed (${why}): ${howToGetIt}`;
}

export function isAtLeast(version: string, wanted: string): boolean {
  return version.localeCompare(wanted, 'en', { numeric: true }) >= 0;
}
