import type { Stryker } from '@stryker-mutator/core';
import type { Equivalent } from './library.ts';

type Result = Awaited<ReturnType<Stryker['runMutationTest']>>[number];

/** As much as is needed of what Stryker found out about a mutant. */
export type Mutant = Pick<Result, 'fileName' | 'location' | 'replacement' | 'status'>;

/** A mutant that no spec noticed. */
export interface Survivor {
  readonly where: string;
  readonly mutant: string;
  /** Why nobody could notice it. */
  readonly because: string | undefined;
}

/** Percent of the mutants that were noticed: by a failing spec, or because they never ended. What did not even load does not count. */
export function scoreOf(mutants: readonly Mutant[]): number {
  const noticed = mutants.filter(isNoticed).length;
  return (100 * noticed) / (noticed + mutants.filter(isSurvivor).length);
}

export function summaryOf(mutants: readonly Mutant[]): string {
  const [noticed, survived] = [mutants.filter(isNoticed).length, mutants.filter(isSurvivor).length];
  const others = mutants.length - noticed - survived;
  const score = `${scoreOf(mutants).toFixed(1)} % of the mutants noticed`;
  return `${score}: ${noticed} noticed, ${survived} survived, ${others} did not load`;
}

function isNoticed({ status }: Mutant): boolean {
  return status === 'Killed' || status === 'Timeout';
}

/** @param textOf the text of a source file */
export function survivorsOf(
  mutants: readonly Mutant[],
  equivalent: readonly Equivalent[],
  textOf: (file: string) => string,
): Survivor[] {
  return mutants.filter(isSurvivor).map(({ fileName, location, replacement }) => {
    const mutant = `${original(textOf(fileName), location)} -> ${onOneLine(replacement)}`;
    const known = equivalent.find((each) => fileName.endsWith(each.file) && each.mutant === mutant);
    return { where: `${fileName}:${location.start.line}`, mutant, because: known?.because };
  });
}

function isSurvivor({ status }: Mutant): boolean {
  return status === 'Survived' || status === 'NoCoverage';
}

function original(text: string, { start, end }: Mutant['location']): string {
  const lines = text.split('\n').slice(start.line - 1, end.line);
  const last = lines.length - 1;
  return onOneLine(
    lines
      .map((line, i) => line.slice(i === 0 ? start.column - 1 : 0, i === last ? end.column - 1 : undefined))
      .join(' '),
  );
}

function onOneLine(code: string): string {
  return code.trim().replaceAll(/\s+/g, ' ');
}
