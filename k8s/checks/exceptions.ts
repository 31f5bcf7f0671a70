import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Problem } from './problem.ts';

const exception = z.strictObject({
  rule: z.string(),
  resources: z.array(z.string()).min(1),
  /** Where alone it holds; without, everywhere. */
  overlays: z.array(z.string()).optional(),
  reason: z.string().min(20),
});
type Exception = z.infer<typeof exception>;

export const exceptions = z
  .array(exception)
  .parse(parse(readFileSync(new URL('exceptions.yaml', import.meta.url), 'utf8')));

/** @param overlay which the problem was found in */
export function covers({ rule, resources, overlays }: Exception, problem: Problem, overlay: string): boolean {
  return (
    rule === problem.rule &&
    (overlays?.includes(overlay) ?? true) &&
    resources.some((name) => new RegExp(`^(?:${name})$`).test(problem.resource))
  );
}

/** The problems that no exception explains. */
export function unexplained(problems: readonly Problem[], overlay: string): Problem[] {
  return problems.filter((problem) => !exceptions.some((exception) => covers(exception, problem, overlay)));
}
