import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Answer } from './answer.ts';

interface Operation {
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly object[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

interface OpenApi {
  readonly servers: readonly { readonly url: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** What docs/openapi says of an interface; `npm test` sees to it that the code says the same. */
export class Described {
  readonly file: string;
  readonly document: OpenApi;
  readonly #schemas = new Ajv2020({ strict: false, validateFormats: false });

  constructor(name: string) {
    this.file = new URL(`../../docs/openapi/${name}.yaml`, import.meta.url).pathname;
    this.document = parse(readFileSync(this.file, 'utf8')) as OpenApi;
    this.#schemas.addSchema(this.document, 'document');
  }

  /** Each route as `METHOD /path`, with the scopes that it asks for. */
  routes(): Map<string, readonly string[]> {
    return new Map(
      Object.entries(this.document.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, { security = [] }]) => [
          `${method.toUpperCase()} ${path}`,
          security.flatMap((each) => Object.values(each).flat()),
        ]),
      ),
    );
  }

  /** What of an answer the document does not say. A body of another type is the edge's own, so its status alone counts. */
  strangeIn({ method, path }: { readonly method: string; readonly path: string }, answer: Answer): string[] {
    const response = this.document.paths[path]?.[method.toLowerCase()]?.responses[String(answer.status)];
    if (!response) return [`${method} ${path}: no status ${String(answer.status)}`];
    const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
    if (!type.endsWith('json')) return [];
    if (!response.content?.[type]) return [`${method} ${path} ${String(answer.status)}: no ${type}`];
    const place = ['paths', path, method.toLowerCase(), 'responses', String(answer.status), 'content', type, 'schema'];
    const reference = place.map((step) => encodeURIComponent(step.replaceAll('~', '~0').replaceAll('/', '~1')));
    this.#schemas.validate({ $ref: `document#/${reference.join('/')}` }, answer.body);
    return (this.#schemas.errors ?? []).map(({ instancePath, message = '' }) => `${instancePath}: ${message}`);
  }
}
