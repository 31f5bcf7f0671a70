import { cacheFolderOf } from '@downscope/local/prerequisites/cache.ts';
import { pythonWith } from '@downscope/local/prerequisites/python-packages.ts';
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { annotationsRefused } from './annotations.ts';
import { autoscalerProblems } from './autoscalers.ts';
import { impatientProbes, singlePods } from './availability.ts';
import { bestPracticeProblems } from './best-practices.ts';
import { brokerDoors } from './broker.ts';
import { connectionsBeyond } from './connections.ts';
import { hostsWithoutOneCertificate, unreachableSolvers } from './certificates.ts';
import { edgeProblems } from './edge.ts';
import { imagesWithoutVersion } from './images.ts';
import { unreachableMesh } from './mesh.ts';
import type { Problem } from './problem.ts';
import { resourcesIn } from './resource.ts';
import { schemaProblems } from './schemas.ts';
import { secretsAmong } from './secrets.ts';

const python = await pythonWith(join(import.meta.dirname, 'requirements.txt'), {
  cacheFolder: cacheFolderOf(process.env),
  signal: new AbortController().signal,
  say: console.error,
});

/** Everything that is wrong with a file of manifests rendered from an overlay, exceptions not yet taken off. */
export async function problemsOf(file: string, overlay: string): Promise<Problem[]> {
  const manifests = readFileSync(file, 'utf8');
  const resources = resourcesIn(manifests);
  const found = await Promise.all([schemaProblems(file, python), bestPracticeProblems(file, python)]);
  return [
    ...found.flat(),
    ...imagesWithoutVersion(resources),
    ...annotationsRefused(resources),
    ...secretsAmong(resources),
    ...hostsWithoutOneCertificate(resources),
    ...unreachableSolvers(resources),
    ...unreachableMesh(resources),
    ...autoscalerProblems(resources),
    ...impatientProbes(resources),
    ...singlePods(resources),
    ...connectionsBeyond(resources),
    ...brokerDoors(resources),
    ...edgeProblems(manifests, overlay),
  ];
}
