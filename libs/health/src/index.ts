/** Something that this process has of its own and cannot work without. It is asked at each probe, and answers before that gives up. */
export interface HealthCheck {
  /** As the answer names it: "database". */
  readonly name: string;
  /** Whether requests can be served now. False takes the process out of the balance until it is true again. */
  isReady(): Promise<boolean>;
  /** False only where nothing but a new process can help: it is ended, and another started. */
  isAlive(): Promise<boolean>;
}

/** Probes ask about the process, however many applications listen in it. */
const checks = new Set<HealthCheck>();

/** From now on the process is as healthy as `check` says, until what this answers is called. */
export function addHealthCheck(check: HealthCheck): () => void {
  checks.add(check);
  return () => {
    checks.delete(check);
  };
}

/** The names of the checks that say no. One that fails itself says no. */
export async function failing(question: 'isReady' | 'isAlive'): Promise<string[]> {
  const answers = [...checks].map(async (check) => ({
    name: check.name,
    good: await check[question]().catch(() => false),
  }));
  return (await Promise.all(answers)).filter(({ good }) => !good).map(({ name }) => name);
}

/** Something that a process works without, but not as well: whoever asks about the process is told, and it stays in the balance. */
export interface HealthDetail {
  /** As the answer names it: "revocations". */
  readonly name: string;
  /** Told as JSON. */
  says(): object;
}

const told = new Set<HealthDetail>();

/** From now on the process tells what `detail` says, until what this answers is called. */
export function addHealthDetail(detail: HealthDetail): () => void {
  told.add(detail);
  return () => {
    told.delete(detail);
  };
}

/** What there is to tell, by name. Of several of one name, the latest. */
export function details(): Record<string, object> {
  return Object.fromEntries([...told].map((detail) => [detail.name, detail.says()]));
}
