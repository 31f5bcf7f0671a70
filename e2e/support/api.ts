import { type Answer, ask, type Question } from './answer.ts';
import type { Secret } from './secret.ts';
import { newTrace, type Trace, traceOf } from './trace.ts';
import type { Transcript } from './transcript.ts';

interface Options extends Pick<Question, 'headers'> {
  readonly trace?: Trace;
}

/** The API as an internet client has it: through the edge, with an opaque token or with none. */
export class Api {
  readonly #origin: string;
  readonly #token: Secret | undefined;
  readonly #transcript: Transcript;

  constructor(origin: string, transcript: Transcript, token?: Secret) {
    this.#origin = origin;
    this.#transcript = transcript;
    this.#token = token;
  }

  get(path: string, options: Options = {}): Promise<Answer & { traceId: string }> {
    return this.#ask(path, { method: 'GET' }, options);
  }

  post(path: string, body: object, options: Options = {}): Promise<Answer & { traceId: string }> {
    return this.#ask(path, { method: 'POST', body }, options);
  }

  patch(path: string, body: object, options: Options = {}): Promise<Answer & { traceId: string }> {
    return this.#ask(path, { method: 'PATCH', body }, options);
  }

  delete(path: string, options: Options = {}): Promise<Answer & { traceId: string }> {
    return this.#ask(path, { method: 'DELETE' }, options);
  }

  async #ask(path: string, question: Question, { trace = newTrace(), headers }: Options) {
    const answer = await ask(this.#origin + path, {
      token: this.#token,
      ...question,
      headers: { traceparent: trace.traceparent, ...headers },
    });
    this.#transcript.note(answer);
    return { ...answer, traceId: traceOf(answer.headers) ?? trace.id };
  }
}
