import { z } from 'zod';
import { cursorFor, cursorOf } from './cursor.ts';

/** Query of a listing: at most `limit` items, starting behind the row that `cursor` names. */
export interface PageQuery {
  readonly limit: number;
  /** That row's id, once the query is validated. */
  readonly cursor?: string | undefined;
}

export function pageQuery(listing: string): z.ZodType<PageQuery> {
  return z.object({
    limit: z.coerce.number().int().min(1).max(100).default(50),
    cursor: cursorOf(listing).optional(),
  });
}

/** One page of a listing; `nextCursor` asks for the next, and is null on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** What a page of these looks like, for a document. */
export function pageOfEach<Item extends z.ZodType>(item: Item): z.ZodType<Page<z.output<Item>>> {
  return z.object({
    items: z.array(item).readonly(),
    nextCursor: z.string().nullable().describe('Asks for the next page; null on the last'),
  });
}

/** Makes a page of up to `limit` + 1 rows: the extra one only tells that there is more. */
export function pageOf<Item extends { readonly id: string }>(
  listing: string,
  rows: readonly Item[],
  limit: number,
): Page<Item> {
  const items = rows.slice(0, limit);
  const last = rows.length > limit ? items.at(-1) : undefined;
  return { items, nextCursor: last ? cursorFor(listing, last.id) : null };
}
