import { compare } from './compare.ts';

const allHold = await compare((lines) => process.stdout.write(`${lines.join('\n')}\n\n`));
process.exit(allHold ? 0 : 1); // and with it the processes that were started
