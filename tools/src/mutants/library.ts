/** What is mutated of a library, and by which specs it is judged; patterns within its folder. */
export interface Library {
  readonly folder: string;
  readonly mutated: readonly string[];
  readonly specs: readonly string[];
  /** Mutants that change nothing that could be seen. */
  readonly equivalent: readonly Equivalent[];
}

export interface Equivalent {
  readonly file: string;
  /** The mutated code, and what stands in its place, as a survivor is printed. */
  readonly mutant: string;
  readonly because: string;
}
