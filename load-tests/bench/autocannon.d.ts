/** As much of autocannon, which has no types of its own, as is used here. */
declare module 'autocannon' {
  export default function autocannon(options: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
  }): Promise<{ readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>> }>;
}
