/**
 * What main.ts runs for `identity`: the corpus, or the chapters of it that are named, against the identity of the environment's stack.
 * The last line says how it went.
 */
import { openStack } from '../../support/open-stack.ts';
import { targetOf } from '../../support/target.ts';
import { downscopeServer } from './downscope-server.ts';
import { readCorpus } from './read-corpus.ts';
import { reportChapter, reportCorpus } from './report-corpus.ts';
import { type CorpusVerdict, runChapter } from './run-corpus.ts';

const wanted = process.argv.slice(2);
const stack = await openStack(targetOf(process.env));
try {
  const verdicts: CorpusVerdict[] = [];
  for (const chapter of readCorpus(wanted)) {
    // Each has people and tokens of its own: what one ends is no other's.
    await using server = await downscopeServer(stack);
    const ofChapter = await runChapter(server, chapter);
    reportChapter(chapter.name, ofChapter);
    verdicts.push(...ofChapter);
  }
  process.exitCode = reportCorpus(verdicts);
} finally {
  await stack.close();
}
