import { z } from 'zod';

/** Query of a listing: at most `limit` items, starting behind the one that `cursor` names. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.uuid().optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

/** One page of a listing; `nextCursor` asks for the next, and is null on the last. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly nextCursor: string | null;
}

/** Makes a page of up to `limit` + 1 rows: the extra one only tells that there is more. */
export function pageOf<Item extends { readonly id: string }>(rows: readonly Item[], limit: number): Page<Item> {
  const items = rows.slice(0, limit);
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
}
