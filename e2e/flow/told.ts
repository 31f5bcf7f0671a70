/** How an order and its invoice stand. */
export interface Standing {
  readonly order: string;
  readonly invoices: readonly string[];
}

interface Answers {
  readonly cancelling: number[];
  readonly paying: number[];
  /** Once everybody has heard, it is known for good how the order ended. */
  ended?: 'cancelled' | 'paid';
}

/** The model: what callers were told about each order, and what must be true at the end because of that. */
export class Told {
  readonly #answers = new Map<string, Answers>();

  get ids(): readonly string[] {
    return [...this.#answers.keys()];
  }

  placed(id: string): void {
    this.#answers.set(id, { cancelling: [], paying: [] });
  }

  cancelling(id: string, status: number): void {
    this.#of(id).cancelling.push(status);
    this.#mustBe(id, status, { cancelled: 200, paid: 409 });
  }

  paying(id: string, status: number): void {
    this.#of(id).paying.push(status);
    this.#mustBe(id, status, { cancelled: 409, paid: 200 });
  }

  /** Everything has been heard, and the order stands so. */
  stands(id: string, { order }: Standing): void {
    if (order === 'cancelled' || order === 'paid') this.#of(id).ended = order;
  }

  /** Answers that cannot all be true, in words. */
  contradictions(): string[] {
    return this.ids.flatMap((id) => {
      const { cancelling, paying } = this.#of(id);
      const [isPaid, isVoid] = [paying.includes(200), paying.includes(409)];
      const wrong = {
        'answered otherwise than by 200 and 409': [...cancelling, ...paying].some((each) => ![200, 409].includes(each)),
        'paid, and void': isPaid && isVoid,
        'not to be cancelled any more, and not paid': cancelling.includes(409) && !isPaid,
        'void, and not cancelled': isVoid && !cancelling.includes(200),
      };
      return Object.entries(wrong).flatMap(([what, holds]) => (holds ? [`${id} is ${what}`] : []));
    });
  }

  /** What is paid stays paid, whatever was said about cancelling it. */
  mayStand(id: string): Standing[] {
    const { cancelling, paying } = this.#of(id);
    if (paying.includes(200)) return [{ order: 'paid', invoices: ['paid'] }];
    if (!cancelling.includes(200)) return [{ order: 'invoiced', invoices: ['issued'] }];
    return [
      { order: 'cancelled', invoices: ['voided'] },
      { order: 'cancelled', invoices: [] },
    ];
  }

  #mustBe(id: string, status: number, expected: Readonly<Record<'cancelled' | 'paid', number>>): void {
    const { ended } = this.#of(id);
    if (ended && status !== expected[ended]) throw new Error(`${id} is ${ended}, and the answer was ${String(status)}`);
  }

  #of(id: string): Answers {
    const answers = this.#answers.get(id);
    if (!answers) throw new Error(`nobody was told that ${id} is placed`);
    return answers;
  }
}
