import { Database, migrateDatabase } from '@downscope/postgres';
import { PostgresServer } from '@downscope/postgres/testing';
import pg from 'pg';
import { migrations } from '../src/migrations.ts';
import { provideForService } from '../src/service-role.ts';

const retentionDays = 400;

/** A PostgreSQL server with identity's tables, for one spec file. They belong to a role that is not the service's, as everywhere. */
export class IdentityDatabase {
  private readonly pools: pg.Pool[] = [];

  private constructor(private readonly server: PostgresServer) {}

  static async start(): Promise<IdentityDatabase> {
    const server = await PostgresServer.start();
    const admin = new pg.Client({ connectionString: server.url });
    await admin.connect();
    await admin.query(
      'CREATE ROLE identity LOGIN; CREATE ROLE identity_owner LOGIN; GRANT pg_checkpoint TO identity_owner',
    );
    await admin.query('ALTER DATABASE postgres OWNER TO identity_owner');
    await admin.end();
    const database = new IdentityDatabase(server);
    await database.migrate();
    return database;
  }

  /** As the init container does. */
  async migrate(keptDays = retentionDays): Promise<void> {
    const owner = this.urlOf('identity_owner');
    await migrateDatabase(owner, migrations);
    await provideForService(owner, this.urlOf('identity'), keptDays);
  }

  /** As the service connects to it. */
  get url(): string {
    return this.urlOf('identity');
  }

  get dataFolder(): string {
    return this.server.dataFolder;
  }

  /** As a replica of identity has it: with connections of its own. */
  connect(): Database {
    return this.connectAs(this.url);
  }

  /** As whoever migrates, and whoever else can do all with these tables. */
  connectAsOwner(): Database {
    return this.connectAs(this.urlOf('identity_owner'));
  }

  async stop(): Promise<void> {
    for (const pool of this.pools) await pool.end();
    await this.server.stop();
  }

  private connectAs(url: string): Database {
    const pool = new pg.Pool({ connectionString: url, max: 4 });
    // A connection that is still closing when the server stops is nobody's any more.
    pool.on('error', () => undefined);
    this.pools.push(pool);
    return new Database(pool);
  }

  private urlOf(role: string): string {
    return this.server.url.replace('postgres@', `${role}@`);
  }
}
