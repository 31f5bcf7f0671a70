import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** All that runs from the sources, as its lines are called. */
const running = ['identity', 'identity-public', 'phantom-token', 'order', 'customer', 'billing', 'journey'];
const edited = ['order', 'billing'];

/** What is done to the files, and what `skaffold dev` must say then: in the services' own lines, or as a complaint. */
export interface Edit {
  readonly name: string;
  readonly make: () => void;
  readonly seen: readonly RegExp[];
  /** What a new pod of order must say at its start: skaffold shows no lines of pods while it deploys. */
  readonly newPodSays?: readonly string[];
  /** Said by no pod from now on: code that is not on disk any more. */
  readonly gone?: RegExp;
  /** Whether five seconds are enough; default true. */
  readonly soon?: boolean;
}

const says = (service: string, what: string): RegExp => new RegExp(`^\\[${service}\\] ?dev-check ${what}$`);
const doesNotRun = (service: string): RegExp => new RegExp(`^\\[${service}\\] ?${service} DOES NOT RUN`);

/** What the services say, and may not say, after the last of the edits. */
export const latest = {
  seen: [says('order', 'both'), says('billing', 'both')],
  gone: /dev-check (?!both$|library$)/,
};

/** Ten edits, and mending one of them, in their order; each begins where the one before ended. */
export function edits(folder: string): Edit[] {
  const file = (path: string): string => join(folder, path);
  const main = (service: string): string => file(`services/${service}/src/main.ts`);
  const append = (path: string, text: string): void => {
    writeFileSync(path, `${readFileSync(path, 'utf8')}${text}\n`);
  };
  /** A service's first file without what was added, and then with `text`. */
  const original = new Map(edited.map((service) => [service, readFileSync(main(service), 'utf8')]));
  const write = (service: string, text: string): void => {
    writeFileSync(main(service), `${original.get(service) ?? ''}${text}\n`);
  };
  const print = (what: string): string => `console.log('dev-check ${what}');`;
  const deployment = file('k8s/base/order/deployment.yaml');
  const one = file('services/order/src/dev-check-one.ts');
  const two = file('services/order/src/dev-check-two.ts');

  return [
    {
      name: 'a service',
      make: () => {
        write('order', print('service'));
      },
      seen: [says('order', 'service')],
    },
    {
      name: 'a library: every service',
      make: () => {
        append(file('libs/service/src/serve.ts'), print('library'));
      },
      seen: running.map((service) => says(service, 'library')),
    },
    {
      name: 'YAML: the new pod runs what was saved',
      make: () => {
        const yaml = readFileSync(deployment, 'utf8');
        writeFileSync(
          deployment,
          yaml.replace('          env:\n', "          env:\n            - name: DEV_CHECK\n              value: '1'\n"),
        );
      },
      seen: [/^Watching for changes/],
      newPodSays: ['dev-check library', 'dev-check service'],
      // A new pod, of a new ReplicaSet.
      soon: false,
    },
    {
      name: 'a syntax error',
      make: () => {
        write('order', 'const = ;');
      },
      seen: [doesNotRun('order')],
      gone: says('order', 'service'),
    },
    {
      name: 'and mended',
      make: () => {
        write('order', print('mended'));
      },
      seen: [says('order', 'mended')],
      gone: says('order', 'service'),
    },
    {
      name: 'a type error',
      make: () => {
        write('order', `${print('types')}\nconst text: number = 'text';\nconsole.log(text);`);
      },
      seen: [says('order', 'types'), /^\[types\] ?services\/order\/src\/main\.ts.*error TS2322/],
    },
    {
      name: 'a throw at start',
      make: () => {
        write('order', `throw new Error('dev-check throws');`);
      },
      seen: [/^\[order\].*dev-check throws/, doesNotRun('order')],
      gone: says('order', 'types'),
    },
    {
      name: 'a new file',
      make: () => {
        writeFileSync(one, `export const what = 'dev-check new';\n`);
        write('order', `import { what } from './dev-check-one.ts';\nconsole.log(what);`);
      },
      seen: [says('order', 'new')],
    },
    {
      name: 'a file renamed',
      make: () => {
        renameSync(one, two);
        writeFileSync(two, `export const what = 'dev-check renamed';\n`);
        write('order', `import { what } from './dev-check-two.ts';\nconsole.log(what);`);
      },
      seen: [says('order', 'renamed')],
    },
    {
      name: 'a file deleted that is needed',
      make: () => {
        rmSync(two);
      },
      seen: [/^\[order\].*(ERR_MODULE_NOT_FOUND|Cannot find module|ENOENT)/, doesNotRun('order')],
      gone: says('order', 'renamed'),
    },
    {
      name: 'two at once',
      make: () => {
        write('order', print('both'));
        write('billing', print('both'));
      },
      seen: latest.seen,
      gone: says('order', 'renamed'),
    },
  ];
}
