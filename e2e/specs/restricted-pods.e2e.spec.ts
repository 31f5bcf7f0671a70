import { describe, expect, it } from '@jest/globals';
import { Kubectl, KubectlError } from '../support/cluster/kubectl.ts';
import { workloads } from '../support/cluster/places.ts';
import { targetOf } from '../support/target.ts';

const kubectl = await Kubectl.for(targetOf(process.env).context);

/** Seen from inside: proc_pid_status(5), and what the file system lets a process do. */
const lookAround = `
  import { existsSync, readFileSync, writeFileSync } from 'node:fs';
  const status = readFileSync('/proc/self/status', 'utf8');
  const field = (name) => new RegExp('^' + name + ':\\\\s+(\\\\S+)', 'm').exec(status)?.[1];
  const written = () => { try { writeFileSync('/app/written', ''); return 'written'; } catch ({ code }) { return code; } };
  console.log(JSON.stringify({
    user: field('Uid'), capabilities: field('CapEff'), noNewPrivileges: field('NoNewPrivs'), seccomp: field('Seccomp'),
    write: written(), defaultToken: existsSync('/var/run/secrets/kubernetes.io'),
  }));`;

describe('a pod, seen from inside', () => {
  it.each(['identity', 'identity-public', 'phantom-token', 'order', 'customer', 'billing', 'journey'] as const)(
    'of %s has no privilege, no way to one, and nothing to write to',
    async (part) => {
      const { namespace, name } = workloads[part];
      const look = ['node', '--input-type=module', '--eval', lookAround];

      const seen = JSON.parse(await kubectl.run('exec', name, `--namespace=${namespace}`, '--', ...look)) as unknown;

      expect(seen).toEqual({
        user: '10001',
        capabilities: '0000000000000000',
        noNewPrivileges: '1',
        seccomp: '2',
        write: 'EROFS',
        defaultToken: false,
      });
    },
  );
});

describe.each(['edge', 'identity', 'apps', 'data', 'observe'])('the namespace %s', (namespace) => {
  const admit = (securityContext: object) => {
    const overrides = JSON.stringify({ spec: { containers: [{ name: 'e2e', image: 'e2e', securityContext }] } });
    const pod = ['run', 'e2e', '--image=e2e', '--restart=Never', `--overrides=${overrides}`];
    return kubectl.run(...pod, `--namespace=${namespace}`, '--dry-run=server', '--output=name');
  };
  const restricted = {
    allowPrivilegeEscalation: false,
    runAsNonRoot: true,
    capabilities: { drop: ['ALL'] },
    seccompProfile: { type: 'RuntimeDefault' },
  };

  it('admits a restricted pod', async () => {
    expect(await admit(restricted)).toBe('pod/e2e');
  });

  it.each([
    ['runs as root', { runAsNonRoot: false }],
    ['may gain privileges', { allowPrivilegeEscalation: true }],
    ['keeps its capabilities', { capabilities: {} }],
    ['has no seccomp profile', { seccompProfile: undefined }],
  ])('admits none that %s', async (_, difference) => {
    const admission = admit({ ...restricted, ...difference });

    await expect(admission).rejects.toThrow(KubectlError);
    await expect(admission).rejects.toThrow(/violates PodSecurity "restricted/);
  });
});
