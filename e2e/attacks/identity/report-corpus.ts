import { listeners } from './corpus-file.ts';
import type { CorpusVerdict } from './run-corpus.ts';

const isRefused = ({ complaints }: CorpusVerdict): boolean => complaints.length === 0;

/** A line for each listener, and one for each attack that was not refused as it must be. */
export function reportChapter(name: string, verdicts: readonly CorpusVerdict[]): void {
  for (const listener of listeners) {
    const sent = verdicts.filter((verdict) => verdict.listener === listener);
    if (sent.length === 0) continue;
    console.log(
      `${`identity ${listener} ${name}`.padEnd(46)} ${sent.length} sent, ${sent.filter(isRefused).length} refused`,
    );
  }
  for (const { name: attack, listener, passed, breaks, complaints } of verdicts.filter((one) => !isRefused(one))) {
    console.log(
      `  ${passed ? 'PASSED' : 'wrongly refused'}  ${listener}, ${attack} (${breaks}): ${complaints.join('; ')}`,
    );
  }
}

/** The last line. Answers the exit code. */
export function reportCorpus(verdicts: readonly CorpusVerdict[]): number {
  const refused = verdicts.filter(isRefused).length;
  const passed = verdicts.filter((verdict) => verdict.passed).length;
  console.log(`\nattacks: ${verdicts.length} sent, ${refused} refused, ${passed} passed`);
  return refused === verdicts.length ? 0 : 1;
}
