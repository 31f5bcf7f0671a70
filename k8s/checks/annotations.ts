import type { Problem } from './problem.ts';
import { nameOf, type Resource } from './resource.ts';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const risks = ['Low', 'Medium', 'High', 'Critical'] as const;
type Risk = (typeof risks)[number];

/** `annotations-risk-level` of ingress-nginx, which we leave as it is: what is riskier is refused by the controller. */
const highestAllowed: Risk = 'High';
const prefix = 'nginx.ingress.kubernetes.io/';

const riskOf = new Map(
  Object.entries(
    z
      .record(z.enum(risks), z.array(z.string()))
      .parse(parse(readFileSync(new URL('ingress-nginx-annotations.yaml', import.meta.url), 'utf8'))),
  ).flatMap(([risk, names]) => names.map((name) => [name, risk as Risk] as const)),
);

/** Annotations of Ingresses that ingress-nginx does not know, or refuses unless it is told to allow more. */
export function annotationsRefused(resources: readonly Resource[]): Problem[] {
  return resources.flatMap((resource) =>
    Object.keys(resource.metadata.annotations)
      .filter((annotation) => annotation.startsWith(prefix))
      .flatMap((annotation) => {
        const why = whyRefused(riskOf.get(annotation.slice(prefix.length)));
        return why ? [{ rule: 'ingress-annotation', resource: nameOf(resource), message: `${annotation} ${why}` }] : [];
      }),
  );
}

function whyRefused(risk: Risk | undefined): string | undefined {
  if (!risk) return 'is none of ingress-nginx';
  if (risks.indexOf(risk) > risks.indexOf(highestAllowed)) return `is of risk ${risk}`;
  return undefined;
}
