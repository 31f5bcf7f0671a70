import { repeats } from './fire-all.ts';
import { median } from './median.ts';
import type { Verdict, Volley } from './volley.ts';

const isRefused = ({ complaints }: Verdict): boolean => complaints.length === 0;

/** One line of a door, and one for each attack that was not refused as it must be. */
export function reportOn(volley: Volley): Volley {
  const { door, verdicts, complaints } = volley;
  const slowest = verdicts.toSorted((a, b) => b.medianMs - a.medianMs)[0];
  console.log(
    [
      door.padEnd(46),
      `${verdicts.length} sent, ${verdicts.filter(isRefused).length} refused,`,
      `median ${median(verdicts.map(({ medianMs }) => medianMs)).toFixed(1)} ms,`,
      `slowest ${slowest?.medianMs.toFixed(1) ?? 'none'} ms (${slowest?.name ?? 'none'})`,
    ].join(' '),
  );
  for (const verdict of verdicts.filter((one) => !isRefused(one))) {
    console.log(
      `  ${verdict.passed ? 'PASSED' : 'wrongly refused'}  ${verdict.name}: ${verdict.complaints.join('; ')}`,
    );
  }
  for (const complaint of complaints) console.log(`  ${complaint}`);
  return volley;
}

/** The last line. Answers the exit code. */
export function report(volleys: readonly Volley[]): number {
  const verdicts = volleys.flatMap((volley) => volley.verdicts);
  const refused = verdicts.filter(isRefused).length;
  const passed = verdicts.filter((verdict) => verdict.passed).length;
  console.log(`\nEach was sent ${repeats} times.`);
  console.log(`attacks: ${verdicts.length} sent, ${refused} refused, ${passed} passed`);
  return refused === verdicts.length && volleys.every(({ complaints }) => complaints.length === 0) ? 0 : 1;
}
