import { Injectable } from '@nestjs/common';
import { and, desc, eq, gt, isNull, max, ne, or, type SQL, sql } from 'drizzle-orm';
import { audit } from '../audit/audit.ts';
import { oidcRecords } from '../storage/oidc-records.table.ts';
import { AuditTrail } from '../audit/audit-trail.ts';
import { lockPerson } from '../storage/person-lock.ts';
import { UnitOfWork } from '../storage/unit-of-work.ts';
import { scopesOf } from '../tokens/access-token.ts';
import { accountClientId } from './account-login.ts';

export interface ConnectedApp {
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly since: Date;
  readonly lastUsed: Date | undefined;
  /** When it ends at the latest, where the person let it stay connected without a session. */
  readonly staysUntil: Date | undefined;
}

export interface LiveSession {
  readonly uid: string;
  readonly loggedInAt: Date;
  /** How, as `acr` has it. */
  readonly acr: string | undefined;
  readonly endsAt: Date;
}

const field = (name: string): SQL<string | null> => sql<string | null>`${oidcRecords.payload} ->> ${name}`;
const dateOf = (seconds: unknown): Date => new Date(Number(seconds) * 1000);

/** What stands on an account: which applications may act for the person, and where they are logged in. Within a unit of work. */
@Injectable()
export class AccountRecords {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditTrail,
  ) {}

  async apps(accountId: string): Promise<ConnectedApp[]> {
    const grants = await this.unitOfWork.query((tx) =>
      tx
        .select({ payload: oidcRecords.payload })
        .from(oidcRecords)
        .where(and(this.live(accountId, 'Grant'), ne(field('clientId'), accountClientId)))
        .orderBy(desc(oidcRecords.expiresAt)),
    );
    const lastUsed = await this.lastUsed(accountId);
    const staysUntil = await this.staysUntil(accountId);
    const byClient = new Map<string, ConnectedApp>();
    for (const { payload } of grants) {
      const { clientId = '', iat, resources = {} } = payload;
      const scopes = Object.values(resources as Record<string, string>).flatMap(scopesOf);
      const other = byClient.get(clientId);
      const since = dateOf(Math.min(Number(iat), (other?.since.getTime() ?? Infinity) / 1000));
      const all = [...new Set([...(other?.scopes ?? []), ...scopes])];
      const used = { lastUsed: lastUsed.get(clientId), staysUntil: staysUntil.get(clientId) };
      byClient.set(clientId, { clientId, scopes: all, since, ...used });
    }
    return [...byClient.values()];
  }

  /** Newest login first. */
  async sessions(accountId: string): Promise<LiveSession[]> {
    const rows = await this.unitOfWork.query((tx) =>
      tx
        .select({ payload: oidcRecords.payload, endsAt: oidcRecords.expiresAt })
        .from(oidcRecords)
        .where(this.live(accountId, 'Session')),
    );
    return rows
      .map(({ payload: { uid = '', loginTs, acr }, endsAt }) => ({ uid, loggedInAt: dateOf(loginTs), acr, endsAt }))
      .toSorted((one, other) => other.loggedInAt.getTime() - one.loggedInAt.getTime());
  }

  /** The application's tokens end at once, and it must ask again. False where it has nothing of this person's. */
  async takeBack(accountId: string, clientId: string): Promise<boolean> {
    const ended = await this.end(accountId, eq(field('clientId'), clientId));
    if (ended) this.audit.record({ event: 'access.taken_back', subject: accountId, clientId });
    return ended;
  }

  /** With all that it gave, but for apps that the person let stay connected without it. False where it is none of this person's. */
  async endSession(accountId: string, uid: string): Promise<boolean> {
    const given = and(eq(field('sessionUid'), uid), eq(field('expiresWithSession'), 'true'));
    const ended = await this.end(accountId, or(eq(oidcRecords.sessionUid, uid), given));
    if (ended) this.audit.record({ event: 'session.ended', subject: accountId });
    return ended;
  }

  private async end(accountId: string, which: SQL | undefined): Promise<boolean> {
    await lockPerson(this.unitOfWork, accountId);
    const ofPerson = and(eq(field('accountId'), accountId), which);
    const ended = await this.unitOfWork.query((tx) =>
      tx.delete(oidcRecords).where(ofPerson).returning({ idHash: oidcRecords.idHash }),
    );
    return ended.length > 0;
  }

  private async staysUntil(accountId: string): Promise<ReadonlyMap<string | null, Date>> {
    const isNext = isNull(oidcRecords.consumedAt);
    const tokens = await this.unitOfWork.query((tx) =>
      tx
        .select({ clientId: field('clientId'), until: oidcRecords.expiresAt })
        .from(oidcRecords)
        .where(and(this.live(accountId, 'RefreshToken'), isNext, isNull(field('expiresWithSession'))))
        .orderBy(oidcRecords.expiresAt),
    );
    // Of several, the last counts.
    return new Map(tokens.map(({ clientId, until }) => [clientId, until]));
  }

  private async lastUsed(accountId: string): Promise<ReadonlyMap<string | null, Date>> {
    const uses = await this.unitOfWork.query((tx) =>
      tx
        .select({ clientId: audit.clientId, at: max(audit.at) })
        .from(audit)
        .where(and(eq(audit.subject, accountId), eq(audit.event, 'opaque_token.issued')))
        .groupBy(audit.clientId),
    );
    return new Map(uses.flatMap(({ clientId, at }) => (at ? [[clientId, at] as const] : [])));
  }

  private live(accountId: string, model: string): SQL | undefined {
    const stillThere = gt(oidcRecords.expiresAt, sql`now()`);
    return and(eq(oidcRecords.model, model), eq(field('accountId'), accountId), stillThere);
  }
}
