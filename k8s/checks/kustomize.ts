import { goProgram, type GoProgram } from '@downscope/local/prerequisites/go-program.ts';
import { execa } from 'execa';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '..');

const kustomize: GoProgram = {
  name: 'kustomize',
  module: 'sigs.k8s.io/kustomize/kustomize/v5@v5.8.3',
  howToGetIt: 'a kubectl of 1.27 or newer has it inside: https://kubernetes.io/docs/tasks/tools',
  accepts: (file) => isVersion5(file, ['version']),
};

/** Renders an overlay, or a part of the base by itself, as `skaffold run` does: by the kustomize inside kubectl, or by itself. */
export async function render(name: string): Promise<string> {
  const path = ['overlays', 'base'].map((kind) => join(folder, kind, name)).find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`k8s/ has no overlay and no base ${name}`);
  const options = '--load-restrictor=LoadRestrictionsNone';
  if (await isVersion5('kubectl', ['version', '--client'])) {
    return (await execa('kubectl', ['kustomize', options, path])).stdout;
  }
  const program = await goProgram(kustomize, { environment: process.env, say: console.error });
  return (await execa(program, ['build', options, path])).stdout;
}

async function isVersion5(program: string, args: readonly string[]): Promise<boolean> {
  const { stdout } = await execa(program, args, { reject: false });
  return /^(?:Kustomize Version: )?v5\./m.test(stdout);
}
