export type Turn = 'list' | 'place' | 'invoice';

const round = 20;
const placing = new Set([3, 9, 16]);
const invoicing = new Set([12]);

/** What is done in the nth iteration: of every twenty in a row, sixteen list, three place and one shows an invoice. */
export function turnOf(iteration: number): Turn {
  const turn = iteration % round;
  if (placing.has(turn)) return 'place';
  return invoicing.has(turn) ? 'invoice' : 'list';
}
