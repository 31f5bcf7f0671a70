import { Database, PostgresModule } from '@downscope/postgres';
import { Global, Module } from '@nestjs/common';
import { config } from './identity.config.ts';
import { Keys } from './keys/keys.ts';
import { migrations } from './migrations.ts';
import { IdentityClient } from './client-credentials/identity-client.ts';
import { Privileges } from './privileges/privileges.ts';
import { UnitOfWork } from './storage/unit-of-work.ts';
import { TokenSigner } from './tokens/token-signer.ts';

/** What both listeners stand on: the policy, the database, the keys. */
@Global()
@Module({
  imports: [PostgresModule.forRoot({ url: config.DATABASE_URL, migrations })],
  providers: [
    { provide: Privileges, useFactory: () => Privileges.read(config.PRIVILEGES_FILE) },
    { provide: Keys, useFactory: (database: Database) => Keys.load(database), inject: [Database] },
    UnitOfWork,
    TokenSigner,
    IdentityClient,
  ],
  exports: [Privileges, Keys, UnitOfWork, TokenSigner, IdentityClient],
})
export class CoreModule {}
