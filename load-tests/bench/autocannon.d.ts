/** As much of autocannon, which has no types of its own, as is used here. */
declare module 'autocannon' {
  interface Result {
    readonly statusCodeStats: Readonly<Record<string, { readonly count: number }>>;
    /** Connections that failed, and requests that nothing answered in time. */
    readonly errors: number;
  }

  interface Instance extends Promise<Result> {
    on(
      event: 'response',
      listener: (client: unknown, status: number, bytes: number, responseTimeMs: number) => void,
    ): void;
  }

  export default function autocannon(options: {
    readonly url: string;
    readonly headers: Readonly<Record<string, string>>;
    readonly connections: number;
    /** Of all connections together, each second. */
    readonly overallRate?: number;
    /** Seconds. */
    readonly duration: number;
  }): Instance;
}
