import { parseArgs } from 'node:util';
import { verifyAudit } from '../audit/verify-audit.ts';
import { FileKeyEncryption } from '../keys/file-key-encryption.ts';
import { KeyStore } from '../keys/key-store.ts';
import { keysConfig } from '../keys/keys.config.ts';
import { type Command, CommandRefused, FaultsFound } from './command.ts';

/**
 * Compares the audit with its seals. `--head` takes what an earlier run, or the log, has said: the chain must still have it.
 *
 * @throws FaultsFound naming each row and seal that is not as it was
 */
export const verifyAuditCommand: Command = async (database, args) => {
  const store = new KeyStore(database, FileKeyEncryption.of(keysConfig.KEY_ENCRYPTION_KEY));
  const secrets = new Map(
    (await store.load()).flatMap((key) => (key.purpose === 'audit' ? [[key.kid, key.secret] as const] : [])),
  );
  const { faults, expired, rows, head } = await verifyAudit(database, (kid) => secrets.get(kid), headIn(args));
  if (faults.length > 0) throw new FaultsFound(faults);
  return [...expired, `${rows} rows are as they were sealed, head ${head ?? 'none yet'}`];
};

function headIn(args: readonly string[]): string | undefined {
  try {
    return parseArgs({ args: [...args], options: { head: { type: 'string' } } }).values.head;
  } catch (error) {
    throw new CommandRefused(error instanceof Error ? error.message : String(error));
  }
}
