import { addHealthCheck } from '@downscope/health';
import { type DynamicModule, Module, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from './database.ts';
import { migrate, type Migrations } from './migrate.ts';
import { expectMigrated } from './migrated.ts';
import { Notifications } from './notifications.ts';
import { expectOwnSession } from './own-session.ts';
import { poolOf } from './pool.ts';
import { PoolHealth } from './pool-health.ts';
import type { PostgresSettings } from './settings.ts';

export interface PostgresOptions {
  readonly settings: PostgresSettings;
  readonly migrations: Migrations;
  /** Who applies them: the service itself, or, before it starts, the owner of its tables where that is another role. */
  readonly migratedBy?: 'service' | 'owner';
}

/** Provides `Database` and `Notifications` to the whole service: whoever is given one finds it migrated. The process is as healthy as its pool. */
@Module({})
export class PostgresModule implements OnApplicationShutdown {
  private readonly removeHealthCheck: () => void;

  constructor(
    private readonly database: Database,
    health: PoolHealth,
  ) {
    this.removeHealthCheck = addHealthCheck(health);
  }

  static forRoot({ settings, migrations, migratedBy = 'service' }: PostgresOptions): DynamicModule {
    return {
      module: PostgresModule,
      global: true,
      providers: [
        {
          provide: Database,
          useFactory: async () => {
            await expectOwnSession(settings);
            await (migratedBy === 'service' ? migrate : expectMigrated)(settings.DATABASE_URL, migrations);
            return new Database(poolOf(settings));
          },
        },
        {
          provide: PoolHealth,
          useFactory: ({ pool }: Database) => new PoolHealth(pool, settings.DATABASE_URL),
          inject: [Database],
        },
        Notifications,
      ],
      exports: [Database, Notifications],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    this.removeHealthCheck();
    await this.database.close();
  }
}
