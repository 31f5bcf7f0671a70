import type { PythonModule } from '@downscope/local/prerequisites/python-packages.ts';
import { z } from 'zod';
import type { Problem } from './problem.ts';

const report = z.object({
  summary: z.object({ passed: z.int().min(1), parsing_errors: z.literal(0) }),
  results: z.object({
    failed_checks: z.array(z.object({ check_id: z.string(), check_name: z.string(), resource: z.string() })),
  }),
});

/** What checkov says of a file: Pod Security, probes, resources, secrets, images. It asks nothing of the network. */
export async function bestPracticeProblems(file: string, python: PythonModule): Promise<Problem[]> {
  const options = ['--framework', 'kubernetes', '--skip-download', '--quiet', '--compact', '--output', 'json'];
  const { results } = report.parse(JSON.parse(await python('checkov.main', ...options, '--file', file)));
  return results.failed_checks.map(({ check_id: rule, check_name: message, resource }) => ({
    rule,
    resource,
    message,
  }));
}
