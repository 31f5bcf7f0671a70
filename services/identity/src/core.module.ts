import { PostgresModule } from '@downscope/postgres';
import { Global, Module } from '@nestjs/common';
import { AuditTrail } from './audit/audit-trail.ts';
import { RefusalCounts } from './audit/refusal-counts.ts';
import { config } from './identity.config.ts';
import { FileKeyEncryption } from './keys/file-key-encryption.ts';
import { KeyEncryption } from './keys/key-encryption.ts';
import { KeyRing } from './keys/key-ring.ts';
import { KeyRotation } from './keys/key-rotation.ts';
import { KeyStore } from './keys/key-store.ts';
import { keysConfig, rotationTimes } from './keys/keys.config.ts';
import { migrations } from './migrations.ts';
import { IdentityClient } from './client-credentials/identity-client.ts';
import { Privileges } from './privileges/privileges.ts';
import { UnitOfWork } from './storage/unit-of-work.ts';
import { TokenSigner } from './tokens/token-signer.ts';

/** What both listeners stand on: the policy, the database, the keys. */
@Global()
@Module({
  imports: [PostgresModule.forRoot({ settings: config, migrations, migratedBy: 'owner' })],
  providers: [
    { provide: Privileges, useFactory: () => Privileges.read(config.PRIVILEGES_FILE) },
    { provide: KeyEncryption, useFactory: () => FileKeyEncryption.of(keysConfig.KEY_ENCRYPTION_KEY) },
    KeyStore,
    { provide: KeyRing, useFactory: (store: KeyStore) => openKeyRing(store), inject: [KeyStore] },
    KeyRotation,
    RefusalCounts,
    UnitOfWork,
    AuditTrail,
    TokenSigner,
    IdentityClient,
  ],
  exports: [Privileges, KeyEncryption, KeyRing, UnitOfWork, AuditTrail, TokenSigner, IdentityClient],
})
export class CoreModule {}

async function openKeyRing(store: KeyStore): Promise<KeyRing> {
  await store.prepare(rotationTimes);
  return new KeyRing(await store.load());
}
