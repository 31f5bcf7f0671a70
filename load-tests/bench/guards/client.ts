/** The client of the comparison over HTTP, in a process of its own: told where to and with which token, it sends for a second. */
import autocannon from 'autocannon';

export interface Load {
  readonly url: string;
  readonly token: string;
}

/** Answers by status, in one second. */
export type Answers = Readonly<Record<string, number>>;

process.on('message', ({ url, token }: Load) => {
  const headers = { authorization: `Bearer ${token}` };
  void autocannon({ url, headers, connections: 16, duration: 1 }).then(({ statusCodeStats }) => {
    const answers = Object.entries(statusCodeStats).map(([status, { count }]) => [status, count] as const);
    process.send?.(Object.fromEntries(answers) satisfies Answers);
  });
});
process.on('disconnect', () => process.exit());
