import { globSync, readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';

/** Something in k8s/ that the local edge cannot render as ingress-nginx would: the start ends, naming file and object. */
export class EdgeManifestError extends Error {
  readonly code = 'edge_manifest_invalid';
  override readonly name = 'EdgeManifestError';
}

/** One Kubernetes object, and where it stands. */
export interface Manifest {
  readonly file: string;
  readonly kind: string;
  readonly content: unknown;
}

const anyObject = z.looseObject({ kind: z.string() });

/** Every object in the YAML files of `folder`, in the order of their paths. */
export function readManifests(folder: string, root: string): Manifest[] {
  return globSync('**/*.yaml', { cwd: folder })
    .sort()
    .flatMap((path) => parseManifests(readFileSync(`${folder}/${path}`, 'utf8'), relative(root, `${folder}/${path}`)));
}

export function parseManifests(yaml: string, file: string): Manifest[] {
  return parseAllDocuments(yaml).map((document) => {
    if (document.errors[0]) throw new EdgeManifestError(`${file}: ${document.errors[0].message}`);
    const content: unknown = document.toJS();
    const object = anyObject.safeParse(content);
    if (!object.success) throw new EdgeManifestError(`${file}: holds a document without a kind`);
    return { file, kind: object.data.kind, content };
  });
}

/** Parses an object by a strict schema: a field that the schema does not know is an error, not something left out. */
export function parseManifest<T>(schema: z.ZodType<T>, { file, kind, content }: Manifest): T {
  const result = schema.safeParse(content);
  if (result.success) return result.data;
  const name = z.looseObject({ metadata: z.looseObject({ name: z.string() }) }).safeParse(content).data?.metadata.name;
  throw new EdgeManifestError(`${file}: ${kind} ${name ?? '(unnamed)'}: ${z.prettifyError(result.error)}`);
}
