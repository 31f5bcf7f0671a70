import 'reflect-metadata';
import type { z } from 'zod';

/** An error that ProblemFilter answers as it says. */
export interface DescribesItself extends Error {
  readonly status: number;
  readonly code: string;
}

/** What a route answers, for its OpenAPI document. Nothing of it is read while the service runs. */
export interface Answer {
  readonly summary: string;
  readonly body: z.ZodType;
  /** Headers that callers read, each in words. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** One of each that the route itself throws, beside what its guard, its validation and its parts do. */
  readonly errors: readonly DescribesItself[];
}

const key = Symbol('downscope:answer');

export function answerOf(handler: object): Answer | undefined {
  return Reflect.getOwnMetadata(key, handler) as Answer | undefined;
}

type RouteOf<Body> = <Handler extends (...parameters: never[]) => Promise<Body>>(
  target: object,
  method: string | symbol,
  descriptor: TypedPropertyDescriptor<Handler>,
) => void;

/**
 * What a route answers, in words and as a schema, and what it throws. A handler that answers anything else does not compile.
 *
 * @param errors one of each, made as the route makes it: the document shows it as an example
 */
export function Answers<Body extends z.ZodType>(
  summary: string,
  body: Body,
  ...errors: readonly DescribesItself[]
): RouteOf<z.output<Body>> {
  return AnswersWith({ summary, body, errors });
}

/** The same, for an answer that has more than a body. */
export function AnswersWith<Body extends z.ZodType>(answer: Answer & { readonly body: Body }): RouteOf<z.output<Body>> {
  return (_target, _method, { value }) => {
    if (value) Reflect.defineMetadata(key, answer, value);
  };
}
