/**
 * `npm run openapi`: what the services' interfaces are, as OpenAPI documents, made of the code that was built.
 *
 * Usage: node tools/src/openapi/main.ts [write]    write: docs/openapi, and the clients made of it
 */
import type { Type } from '@nestjs/common';
import { readFileSync, writeFileSync } from 'node:fs';
import { clients, clientsFolder } from './clients.ts';
import { documents, folder, textOf } from './files.ts';

const built = (service: string) =>
  import(`../../../services/${service}/dist/app.module.js`) as Promise<{ readonly AppModule: Type }>;

const [command] = process.argv.slice(2);
if (command === undefined)
  for (const document of Object.values(documents(built))) console.log(await textOf(await document()));
else if (command === 'write') await write();
else {
  console.error('Usage: node tools/src/openapi/main.ts [write]');
  process.exitCode = 2;
}

async function write(): Promise<void> {
  for (const [name, document] of Object.entries(documents(built)))
    writeFileSync(new URL(name, folder), await textOf(await document()));
  const order = readFileSync(new URL('order.yaml', folder), 'utf8');
  for (const [name, client] of Object.entries(clients))
    writeFileSync(new URL(name, clientsFolder), await client(order));
}
