import type { Headers, HeadersInit, RequestInit } from 'undici';
import { loopbackFetch } from './loopback.ts';
import type { Secret } from './secret.ts';
import type { z } from 'zod';

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed body, or its text where it is no JSON. */
  readonly body: unknown;
}

export interface Question {
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly token?: Secret | undefined;
  /** Sent as JSON; a URLSearchParams as a form. */
  readonly body?: object | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One HTTP request, without a redirect followed, and its whole answer. */
export async function ask(url: string | URL, question: Question = {}): Promise<Answer> {
  const response = await loopbackFetch(url, requestFor(question));
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parsed(text) };
}

export class UnexpectedAnswerError extends Error {
  readonly code = 'unexpected_answer';
  override readonly name = 'UnexpectedAnswerError';

  constructor({ status, text }: Answer) {
    super(
      `${status} ${text
        .replace(/<[^>]+>|\s+/g, ' ')
        .trim()
        .slice(0, 300)}`,
    );
  }
}

export function expectStatus<T extends Answer>(answer: T, status: number): T {
  if (answer.status !== status) throw new UnexpectedAnswerError(answer);
  return answer;
}

/** The body in the shape that the caller counts on; anything else is an error that names what differs. */
export function bodyOf<T>(answer: Answer, shape: z.ZodType<T>): T {
  return shape.parse(answer.body);
}

function requestFor({ method, token, body, headers = {} }: Question): RequestInit {
  const isForm = body instanceof URLSearchParams;
  const all: HeadersInit = {
    ...(body && !isForm ? { 'content-type': 'application/json' } : {}),
    ...(token ? { authorization: `Bearer ${token.reveal()}` } : {}),
    ...headers,
  };
  if (!body) return { method: method ?? 'GET', headers: all };
  return { method: method ?? 'POST', headers: all, body: isForm ? body : JSON.stringify(body) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
