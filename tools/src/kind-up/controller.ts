import type { Kubectl } from '@downscope/e2e/support/cluster/kubectl.ts';

const namespace = '--namespace=ingress-nginx';

/** The controller does not come up; the message has what Kubernetes knows of it. */
export class ControllerError extends Error {
  readonly code = 'controller';
  override readonly name = 'ControllerError';
}

/** @throws ControllerError with its pods, their events, and the next command */
export async function untilReady(kubectl: Kubectl, timeout: string): Promise<void> {
  const controller = 'deployment/ingress-nginx-controller';
  try {
    await kubectl.run('rollout', 'status', controller, namespace, `--timeout=${timeout}`);
  } catch (cause) {
    const pods = await kubectl.run('get', 'pods', namespace, '--output=wide');
    const events = await kubectl.run(
      'get',
      'events',
      namespace,
      '--field-selector=type=Warning',
      '--sort-by=.lastTimestamp',
    );
    const next = `kubectl --context ${kubectl.context} ${namespace} logs ${controller} --all-containers`;
    throw new ControllerError(
      [
        `ingress-nginx is not ready after ${timeout}.`,
        pods,
        events.split('\n').slice(-10).join('\n'),
        `Its image comes from registry.k8s.io: a slow or closed line shows above as ErrImagePull. Next: ${next}`,
        'Once it is mended, npm run kind:up goes on where it stopped.',
      ].join('\n\n'),
      { cause },
    );
  }
}
