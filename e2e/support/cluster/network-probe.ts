import { z } from 'zod';
import type { Kubectl } from './kubectl.ts';

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

interface Source {
  readonly namespace: string;
  readonly name: string;
  /** What its image is sure to have to try a connection with: a service's Node.js, the others bash. */
  readonly by: 'node' | 'bash';
}

const patienceSeconds = 2;

/**
 * Prints true or false for each HOST:PORT among its arguments, in their order. It waits for all that it starts: left behind, a process
 * becomes a child of the pod's first one, and postgres takes the end of an unknown child for a crash of its own.
 */
const programs = {
  node: [
    'node',
    '--input-type=module',
    '--eval',
    `import { connect } from 'node:net';
     const tried = process.argv.slice(1).map((where) => new Promise((resolve) => {
       const [host, port] = where.split(':');
       const socket = connect({ host, port: Number(port), timeout: ${patienceSeconds * 1000} });
       const end = (connected) => { socket.destroy(); resolve(connected); };
       socket.on('connect', () => end(true)).on('timeout', () => end(false)).on('error', () => end(false));
     }));
     console.log(JSON.stringify(await Promise.all(tried)));`,
    '--',
  ],
  bash: [
    'bash',
    '-c',
    `{ for where in "$@"; do
       (timeout ${patienceSeconds} bash -c ": < /dev/tcp/\${where%:*}/\${where#*:}" 2>/dev/null && echo "$where") &
     done; wait; } | { reached=" $(tr '\\n' ' ')"; separator='['
       for where in "$@"; do
         case "$reached" in *" $where "*) answer=true ;; *) answer=false ;; esac
         printf '%s%s' "$separator" "$answer"; separator=,
       done; echo ']'; }`,
    'bash',
  ],
} as const;

/** Which endpoints a pod can connect to. */
export async function reachedFrom(
  kubectl: Kubectl,
  { namespace, name, by }: Source,
  endpoints: readonly Endpoint[],
): Promise<boolean[]> {
  const addresses = endpoints.map(({ host, port }) => `${host}:${port}`);
  const printed = await kubectl.run('exec', name, `--namespace=${namespace}`, '--', ...programs[by], ...addresses);
  return z.array(z.boolean()).length(endpoints.length).parse(JSON.parse(printed));
}

const Pods = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ deletionTimestamp: z.string().optional() }),
      status: z.object({ podIP: z.string().optional() }),
    }),
  ),
});

/** The addresses of the pods that have a label. */
export async function podAddresses(kubectl: Kubectl, namespace: string, selector: string): Promise<string[]> {
  const running = ['--field-selector=status.phase=Running', '--output=json'];
  const printed = await kubectl.run('get', 'pods', `--namespace=${namespace}`, `--selector=${selector}`, ...running);
  return Pods.parse(JSON.parse(printed)).items.flatMap(({ metadata, status }) =>
    metadata.deletionTimestamp === undefined && status.podIP !== undefined ? [status.podIP] : [],
  );
}
