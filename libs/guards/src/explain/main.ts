#!/usr/bin/env node
import { Logger } from '@nestjs/common';
import { text } from 'node:stream/consumers';
import { TrustedIssuers } from '../nest/trusted-issuers.ts';
import { explain } from './explain.ts';
import { optionsFrom, usage } from './options.ts';
import { rawHeadersFrom } from './request-text.ts';

async function main([command, ...args]: readonly string[]): Promise<number> {
  if (command !== 'explain' || args.includes('--help')) throw new Error(usage);
  Logger.overrideLogger(false);
  const issuers = TrustedIssuers.from(optionsFrom(args));
  const { isAccepted, lines } = await explain(rawHeadersFrom(await text(process.stdin)), issuers);
  process.stdout.write(`${lines.join('\n')}\n`);
  return isAccepted ? 0 : 1;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 2;
  },
);
