import { exchange } from '../raw-exchange.ts';
import { newTrace } from '../../support/trace.ts';
import { drafted, type Drafted, withChange, written } from './changed-request.ts';
import type { Change, Listener, Served } from './corpus-file.ts';
import { filledIn, remembered } from './filled-in.ts';
import { forgedJws } from './forged-jws.ts';
import { handsSomethingOver, type Outcome, unserved, wronglyRefused } from './judge-answer.ts';
import type { Chapter, IdentityAttack } from './read-corpus.ts';
import { spoiltText } from './spoilt-text.ts';
import type { ServerUnderTest, Variables } from './server-under-test.ts';

export interface CorpusVerdict {
  readonly name: string;
  readonly breaks: string;
  readonly listener: Listener;
  readonly passed: boolean;
  /** None if it was refused as it must be. */
  readonly complaints: readonly string[];
}

/** A good request was not served: then no refusal of a changed one means anything. */
export class GoodRequestRefusedError extends Error {
  override readonly name = 'GoodRequestRefusedError';
  readonly code = 'good_request_refused';
}

/** Every attack of a chapter, one after the other, between two rounds of its good requests. */
export async function runChapter(server: ServerUnderTest, chapter: Chapter): Promise<CorpusVerdict[]> {
  await expectServed(server, chapter);
  const verdicts: CorpusVerdict[] = [];
  // At the wrong listener nothing is spent, so that one code does for all.
  const unspent = remembered(server.variables());
  for (const attack of chapter.attacks) {
    const isAtItsListener = attack.listener === attack.good.listener;
    verdicts.push(await run(server, attack, isAtItsListener ? server.variables() : unspent));
  }
  await expectServed(server, chapter);
  return verdicts;
}

async function expectServed(server: ServerUnderTest, { name: chapter, good }: Chapter): Promise<void> {
  for (const [name, { listener, ...parts }] of Object.entries(good)) {
    const { request, served } = await filledIn(parts, server.variables());
    const complaints = unserved(served, { answer: await send(server, listener, drafted(request)) });
    if (complaints.length > 0) {
      throw new GoodRequestRefusedError(
        `${chapter}: the good request for ${name} must be served: ${complaints.join('; ')}`,
      );
    }
  }
}

async function run(server: ServerUnderTest, attack: IdentityAttack, variables: Variables): Promise<CorpusVerdict> {
  const { name, breaks, listener, good, refused } = attack;
  const parts = { request: good.request, served: good.served, change: attack.change, expected: refused };
  const { request, served, change, expected } = await filledIn(parts, variables);
  const draft = spoilt(drafted(request), change, server);
  if (change?.sent === 'twice' && listener === good.listener) await sendFirst(server, listener, served, draft);
  const outcome = await witnessed(server, listener, change ? withChange(draft, change) : draft);
  const complaints = wronglyRefused(expected, outcome, String(await variables['redirect_uri']?.()));
  const handsOver = handsSomethingOver(outcome.answer);
  if (handsOver) complaints.push('hands something over');
  const passed =
    handsOver || (complaints.length > 0 && outcome.answer.status < 400 && outcome.answer.status === good.served.status);
  return { name, breaks, listener, complaints, passed };
}

async function sendFirst(server: ServerUnderTest, listener: Listener, served: Served, draft: Drafted): Promise<void> {
  const complaints = unserved(served, { answer: await send(server, listener, draft) });
  if (complaints.length > 0)
    throw new GoodRequestRefusedError(`the first of two must be served: ${complaints.join('; ')}`);
}

/** What stands in one parameter, made anew of what stands there. */
function spoilt(draft: Drafted, change: Change | undefined, { keys }: ServerUnderTest): Drafted {
  const { forge, spoil } = change ?? {};
  const parameters = draft.parameters.map(([name, value]) => {
    if (name === forge?.parameter) return [name, forgedJws(value, forge, keys)] as const;
    return [name, name === spoil?.parameter ? spoiltText(value, spoil.how) : value] as const;
  });
  return { ...draft, parameters };
}

async function witnessed(server: ServerUnderTest, listener: Listener, draft: Drafted): Promise<Outcome> {
  const { id, traceparent } = newTrace();
  const { answer, audited } = await server.witnessed(id, () => send(server, listener, draft, traceparent));
  return { answer, audited, errorOnPage: server.errorOnPage(answer) };
}

function send(
  { listeners }: ServerUnderTest,
  listener: Listener,
  draft: Drafted,
  traceparent = newTrace().traceparent,
) {
  const { method, path, headers, body } = written(draft);
  const { origin, host } = listeners[listener];
  const own = headers.find(([name]) => name.toLowerCase() === 'host');
  return exchange({
    origin,
    host: own?.[1] ?? host,
    method,
    path,
    headers: [['traceparent', traceparent], ...headers.filter((header) => header !== own)],
    body,
  });
}
