/**
 * `npm run edge:example`: writes docs/nginx.conf, what local/ renders from k8s/base for `npm start`, for people to read.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../layout.ts';
import { exampleFile, renderedExample } from './rendered-example.ts';

writeFileSync(join(root, exampleFile), renderedExample());
