import type { Privileges } from '@downscope/identity/src/privileges/privileges.ts';
import type { Answer } from '@downscope/service';
import { STATUS_CODES } from 'node:http';
import { exampleOf } from './example.ts';
import type { Operation } from './operation.ts';
import { problemResponses } from './problems.ts';
import { refusalsOf } from './refusals.ts';
import { schemaOfAnswer } from './schema.ts';
import { needs } from './security.ts';
import type { DocumentedService } from './service-document.ts';

interface Place {
  readonly service: DocumentedService;
  readonly path: string;
  readonly method: string;
  readonly privileges: Privileges;
}

/** A route that does not say what it answers. */
export class NothingAnswered extends Error {
  readonly code = 'nothing_answered';

  constructor({ service, path, method }: Place) {
    super(`${service.name}: ${method.toUpperCase()} ${path} has no @Answers`);
  }
}

/**
 * An operation with what it answers and every way in which it may refuse.
 *
 * @throws NothingAnswered
 */
export function wholeOperation(described: Operation, answer: Answer | undefined, place: Place): object {
  const { responses, security: asked, ...operation } = described;
  if (!answer) throw new NothingAnswered(place);
  const { service, privileges } = place;
  // A service with schemes of its own has no guard to say so: that a token may be missing does.
  const [scheme = ''] = Object.keys(service.securitySchemes ?? {});
  const security = asked ?? (answer.errors.some(({ status }) => status === 401) ? [{ [scheme]: [] }] : []);
  const scopes = security.flatMap((each) => Object.values(each).flat());
  const description = needs(
    privileges,
    scopes,
    described['x-required-claims'] ?? [],
    described['x-strong-login-max-age-seconds'],
  );
  const [status = '200'] = Object.keys(responses);
  const refusals = [...refusalsOf({ ...described, security: asked ?? [] }, service.hasDatabase), ...answer.errors];
  return {
    ...operation,
    summary: answer.summary,
    description: description || answer.summary,
    tags: [service.name],
    security,
    ...(operation.requestBody && { requestBody: withExample(operation.requestBody) }),
    responses: { [status]: response(Number(status), answer), ...problemResponses(refusals) },
  };
}

function response(status: number, { body, headers = {} }: Answer): object {
  const schema = schemaOfAnswer(body);
  return {
    description: STATUS_CODES[status] ?? '',
    ...(Object.keys(headers).length > 0 && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
      ),
    }),
    // An answer without a body has no type.
    ...('type' in schema && { content: { 'application/json': { schema, example: exampleOf(schema) } } }),
  };
}

function withExample(requestBody: NonNullable<Operation['requestBody']>): object {
  const content = Object.entries(requestBody.content).map(([type, media]) => [
    type,
    { ...media, example: exampleOf(media.schema) },
  ]);
  return { ...requestBody, content: Object.fromEntries(content) as object };
}
