import { z } from 'zod';

const id = z.uuid();

/**
 * Names a row of a listing, in a form that says nothing to clients: they hand it back as it came.
 *
 * It grants nothing, and so it is not signed: what somebody may see is for the listing's own filter to say.
 */
export function cursorFor(listing: string, rowId: string): string {
  return Buffer.from(prefixOf(listing) + rowId).toString('base64url');
}

/** Reads the id of the row that a cursor of this listing names; any other, and any other spelling of it, is refused. */
export function cursorOf(listing: string): z.ZodType<string, string> {
  return z.string().transform((cursor, context) => {
    const rowId = rowNamedBy(cursor, listing);
    if (rowId !== undefined) return rowId;
    context.addIssue('is not one that this listing gave');
    return z.NEVER;
  });
}

function rowNamedBy(cursor: string, listing: string): string | undefined {
  const rowId = id.safeParse(Buffer.from(cursor, 'base64url').toString().slice(prefixOf(listing).length)).data;
  // Decoding is lenient (padding, signs of another alphabet, stray bits): one row has one cursor, the one that we would give.
  return rowId !== undefined && cursorFor(listing, rowId.toLowerCase()) === cursor ? rowId : undefined;
}

/** The number is that of this form: with another form, a cursor of an earlier version is refused, not misread. */
function prefixOf(listing: string): string {
  return `${listing}/1/`;
}
