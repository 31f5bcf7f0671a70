import type { PythonModule } from '@downscope/local/prerequisites/python-packages.ts';
import type { Problem } from './problem.ts';

/** What the end-to-end specs run on, and the newest that the validator knows: an API that is gone there is found here. */
const versions = ['1.34', '1.37'];

const line =
  /^(?:ERROR|WARN) (?:(?!\.yaml ).)*\.yaml (?:did not validate for resource (?<resource>\S+) )?(?<message>.*)$/;

/** Of a kind that is not Kubernetes' own, nothing else is said. */
const kindWithoutSchema = /^Couldn't find schema for kind (\S+) /;

/** What kubernetes-validate says of a file: fields that the schema lacks or has otherwise, and kinds that have none. */
export async function schemaProblems(file: string, python: PythonModule): Promise<Problem[]> {
  const asked = versions.flatMap((version) => ['--kubernetes-version', version]);
  const output = await python('kubernetes_validate', '--strict', ...asked, file);
  const lines = output.split('\n').filter((text) => text !== '');
  if (lines.length === 0) throw new Error(`kubernetes-validate says nothing about ${file}`);
  return lines
    .filter((text) => !text.startsWith('INFO '))
    .map((text) => {
      const { message = text, resource = kindWithoutSchema.exec(message)?.[1] ?? '' } = line.exec(text)?.groups ?? {};
      return { rule: 'schema', resource, message };
    });
}
