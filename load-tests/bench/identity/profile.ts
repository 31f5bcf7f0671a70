import { once } from 'node:events';
import { cpuOfThreads } from '../cpu.ts';

interface Profile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  readonly samples: readonly number[];
  /** Microseconds between a sample and the one before. */
  readonly timeDeltas: readonly number[];
}

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
}

const mostLines = 12;

/** Of a process's CPU while something is done: which packages and functions its main thread spends it in, and what the others take. */
export async function profileLines(pid: number, inspectorPort: number, work: () => Promise<void>): Promise<string[]> {
  const inspector = await Inspector.of(inspectorPort);
  await inspector.ask('Profiler.enable');
  await inspector.ask('Profiler.setSamplingInterval', { interval: 500 });
  await inspector.ask('Profiler.start');
  const before = cpuOfThreads(pid);
  await work();
  const after = cpuOfThreads(pid);
  const { profile } = (await inspector.ask('Profiler.stop')) as { readonly profile: Profile };
  inspector.close();
  const times = busyTimes(profile);
  return [
    'by thread (libuv-worker: signs and verifies; V8Worker: collects garbage and compiles)',
    ...topLines([...after].map(([thread, ms]) => [thread, ms - (before.get(thread) ?? 0)])),
    'of the main thread, by package',
    ...topLines(times.map(([{ url, functionName }, time]) => [packageOf(url, functionName), time])),
    'of the main thread, by function',
    ...topLines(
      times.map(([{ url, functionName }, time]) => [
        `${functionName || 'anonymous'} (${packageOf(url, functionName)})`,
        time,
      ]),
    ),
  ];
}

function busyTimes({ nodes, samples, timeDeltas }: Profile): readonly (readonly [CallFrame, number])[] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  return samples.flatMap((id, index): [CallFrame, number][] => {
    const frame = frames.get(id);
    return frame && frame.functionName !== '(idle)' ? [[frame, timeDeltas[index] ?? 0]] : [];
  });
}

function topLines(times: readonly (readonly [name: string, time: number])[]): string[] {
  const sums = new Map<string, number>();
  for (const [name, time] of times) sums.set(name, (sums.get(name) ?? 0) + time);
  const whole = [...sums.values()].reduce((sum, time) => sum + time, 0);
  const sorted = [...sums].toSorted(([, a], [, b]) => b - a).slice(0, mostLines);
  return sorted.map(([name, time]) => `${percent(time / whole).padStart(6)}  ${name}`);
}

function packageOf(url: string, functionName: string): string {
  const ofPackage = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  const ofProject = /\/((?:services|libs)\/[^/]+)\/dist\//.exec(url)?.[1];
  return ofPackage ?? ofProject ?? (url || functionName || 'native');
}

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

/** As much of the Chrome DevTools Protocol as it takes to ask one thing after the other. */
class Inspector {
  readonly #socket: WebSocket;
  #asked = 0;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  static async of(port: number): Promise<Inspector> {
    const response = await fetch(`http://127.0.0.1:${String(port)}/json/list`);
    const [target] = (await response.json()) as { readonly webSocketDebuggerUrl: string }[];
    const socket = new WebSocket(target?.webSocketDebuggerUrl ?? '');
    await once(socket, 'open');
    return new Inspector(socket);
  }

  async ask(method: string, params: object = {}): Promise<unknown> {
    const answered = once(this.#socket, 'message');
    this.#socket.send(JSON.stringify({ id: (this.#asked += 1), method, params }));
    const [{ data }] = (await answered) as [{ readonly data: string }];
    return (JSON.parse(data) as { readonly result: unknown }).result;
  }

  close(): void {
    this.#socket.close();
  }
}
