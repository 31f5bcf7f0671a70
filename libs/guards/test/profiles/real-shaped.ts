/** A token as an identity server writes it: names and forms are real, values invented. */
export interface RealShaped {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

export const now = Math.floor(Date.now() / 1000);
