/**
 * `npm run k8s:check`: what is wrong with the manifests of a release, in which every image must be named by its digest.
 *
 * Usage: node k8s/checks/main.ts FILE
 */
import { readFileSync } from 'node:fs';
import { problemsOf } from './check.ts';
import { unexplained } from './exceptions.ts';
import { imagesWithoutDigest } from './images.ts';
import { resourcesIn } from './resource.ts';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('Usage: npm run k8s:check -- FILE');
  process.exit(2);
}

const resources = resourcesIn(readFileSync(file, 'utf8'));
const problems = unexplained(
  [...(await problemsOf(file, 'production')), ...imagesWithoutDigest(resources)],
  'production',
);
for (const { rule, resource, message } of problems) console.log(`${rule} ${resource}: ${message}`);
console.log(`${String(resources.length)} resources, ${String(problems.length)} problems`);
process.exitCode = problems.length > 0 ? 1 : 0;
