/** Which running system is meant: the processes of a local stack, or what is deployed to a cluster. */
export interface Target {
  readonly kind: 'local' | 'cluster';
  /** kubectl's. Without it the current one, if that is a kind cluster. */
  readonly context?: string | undefined;
}

export class UnknownTargetError extends Error {
  readonly code = 'unknown_target';
  override readonly name = 'UnknownTargetError';
}

/** The options of a command line for it, as `parseArgs` takes them. */
export const targetOptions = {
  target: { type: 'string', default: 'local' },
  context: { type: 'string' },
} as const;

/** @throws UnknownTargetError */
export function targetFrom({ target = 'local', context }: { target?: string; context?: string }): Target {
  if (target !== 'local' && target !== 'cluster') {
    throw new UnknownTargetError(`--target ${target}: there is local, and cluster`);
  }
  if (target === 'local' && context !== undefined) {
    throw new UnknownTargetError('--context goes with --target cluster');
  }
  return { kind: target, context };
}

/** As the environment names it: how a spec, which has no command line, knows. */
export function targetOf({ DOWNSCOPE_TARGET, DOWNSCOPE_CONTEXT }: NodeJS.ProcessEnv): Target {
  return targetFrom({
    ...(DOWNSCOPE_TARGET && { target: DOWNSCOPE_TARGET }),
    ...(DOWNSCOPE_CONTEXT && { context: DOWNSCOPE_CONTEXT }),
  });
}

/** The environment from which {@link targetOf} reads the same target. */
export function environmentOf({ kind, context }: Target): Record<string, string> {
  return { DOWNSCOPE_TARGET: kind, DOWNSCOPE_CONTEXT: context ?? '' };
}
