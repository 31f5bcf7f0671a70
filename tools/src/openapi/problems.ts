import type { DescribesItself } from '@downscope/service';
import { STATUS_CODES } from 'node:http';

/** As ProblemFilter answers (RFC 9457). */
export const problemSchema = {
  type: 'object',
  title: 'Problem',
  description: 'A problem document (RFC 9457)',
  required: ['type', 'title', 'status', 'code'],
  properties: {
    type: { type: 'string', const: 'about:blank' },
    title: { type: 'string', description: 'The status in words' },
    status: { type: 'integer' },
    code: { type: 'string', description: 'Stable: what programs tell refusals apart by' },
    detail: { type: 'string', description: 'For people; it may change' },
  },
  additionalProperties: false,
};

/** One response for each status, with an example of each code that may stand in it. */
export function problemResponses(errors: readonly DescribesItself[]): Record<string, object> {
  return Object.fromEntries(
    Object.entries(Object.groupBy(errors, ({ status }) => status)).map(([status, ofStatus = []]) => [
      status,
      response(Number(status), ofStatus),
    ]),
  );
}

function response(status: number, errors: readonly DescribesItself[]): object {
  const byCode = new Map(errors.map((error) => [error.code, error]));
  const headers = {
    ...(status === 401 || (status === 403 && byCode.has('insufficient_scope'))
      ? { 'www-authenticate': challenge }
      : {}),
    ...(errors.some(saysWhenAgain) ? { 'retry-after': retryAfter } : {}),
  };
  return {
    description: STATUS_CODES[status] ?? '',
    ...(Object.keys(headers).length > 0 && { headers }),
    content: {
      'application/problem+json': {
        schema: {
          allOf: [
            { $ref: '#/components/schemas/Problem' },
            { type: 'object', properties: { status: { const: status }, code: { enum: [...byCode.keys()].sort() } } },
          ],
        },
        examples: Object.fromEntries(
          [...byCode].map(([code, error]) => [
            code,
            {
              value: {
                type: 'about:blank',
                title: STATUS_CODES[status],
                status,
                code,
                ...(error.message && { detail: error.message }),
              },
            },
          ]),
        ),
      },
    },
  };
}

const challenge = { description: 'What would help (RFC 6750 section 3)', schema: { type: 'string' } };
const retryAfter = { description: 'After how many seconds to try again', schema: { type: 'string' } };

function saysWhenAgain(error: DescribesItself & { readonly headers?: object }): boolean {
  return 'retryAfterSeconds' in error || (error.headers !== undefined && 'retry-after' in error.headers);
}
