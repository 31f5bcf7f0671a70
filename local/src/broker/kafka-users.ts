import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { keptPrivately } from '../parts/private-files.ts';

export interface KafkaUser {
  readonly username: string;
  readonly password: string;
}

/** Who may do anything at the broker: itself, and whoever looks after it. Nobody gets a token that says either. */
export interface KafkaUsers {
  readonly broker: KafkaUser;
  readonly operator: KafkaUser;
}

/** Random, made at the first start, and kept beside the data. Names too: a token whose subject is called so would be taken for it. */
export const kafkaUsers = (folder: string): Promise<KafkaUsers> =>
  keptPrivately(join(folder, 'kafka-users.json'), () => ({ broker: newUser('broker'), operator: newUser('operator') }));

const newUser = (name: string): KafkaUser => ({
  username: `${name}-${randomBytes(8).toString('hex')}`,
  password: randomBytes(24).toString('base64url'),
});
