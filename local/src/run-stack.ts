import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { basename, join } from 'node:path';
import { describeStack, type Layout, layoutOf } from './layout.ts';
import { serviceNames } from './service-list.ts';
import { requireFreePorts } from './ports-free.ts';
import type { Settings } from './settings.ts';
import { startParts } from './start-parts.ts';
import { openControlSocket } from './supervisor/control-socket.ts';
import { runInForeground } from './supervisor/foreground.ts';
import { onInterruption } from './supervisor/interruption.ts';
import type { Part } from './supervisor/part.ts';
import { PartLogs } from './supervisor/part-log.ts';
import { ProcessRecord } from './supervisor/process-record.ts';
import { Supervisor } from './supervisor/supervisor.ts';

export interface StackOptions {
  readonly settings: Settings;
  /** Forgets what an earlier start of this stack stored. */
  readonly fresh: boolean;
  /** Shows the parts' logs. */
  readonly verbose: boolean;
  /** Hears of a part that ends unasked after the start; without it, that ends the stack. */
  readonly onDeath?: (error: unknown) => void;
  /** How a part is run instead, asked at each start of it: for who tests what a part does elsewhere, or under a debugger. */
  readonly alter?: (part: Part) => Part;
}

export interface RunningStack {
  readonly layout: Layout;
  readonly supervisor: Supervisor;
  /** Aborts when the stack shall end: its reason is an InterruptedError or a PartDiedError. */
  readonly signal: AbortSignal;
  /** Runs a command that finds the stack by DOWNSCOPE_STACK_FILE; answers its exit code. */
  readonly run: (command: string, args: readonly string[]) => Promise<number>;
}

/** The edge first, so that no request meets half a system; then the services; then what they store in. */
const stopOrder = [['nginx'], ['default-backend', ...serviceNames], ['kafka', 'postgres']];

/** Starts every part, runs `use`, and ends every part, whatever happens. */
export async function runStack<T>(options: StackOptions, use: (stack: RunningStack) => Promise<T>): Promise<T> {
  const layout = layoutOf(options.settings);
  const ending = new AbortController();
  let supervisor: Supervisor | undefined;
  let onDeath = (error: unknown): void => {
    ending.abort(error);
  };
  onInterruption(
    (reason) => {
      ending.abort(reason);
    },
    () => {
      supervisor?.killAllNow();
      process.exit(130);
    },
  );
  const record = await ProcessRecord.claim(layout.processesFile, stopOrder, (name) => {
    console.log(`Ended ${name}, which an earlier start left behind when it was killed`);
  });
  try {
    if (options.fresh) forget(layout);
    await requireFreePorts(portsInUse(options.settings, layout));
    supervisor = new Supervisor(
      record,
      new PartLogs(layout.logsFolder, options.verbose),
      (error) => {
        onDeath(error);
      },
      options.alter,
    );
    let control: Server | undefined;
    try {
      const provided = await startParts(options, layout, supervisor, ending.signal);
      writeFileSync(layout.stackFile, JSON.stringify(describeStack(layout, provided), null, 2), { mode: 0o600 });
      control = await openControlSocket(layout.controlSocket, supervisor, ending.signal);
      onDeath = options.onDeath ?? onDeath;
      const env = { DOWNSCOPE_STACK_FILE: layout.stackFile };
      return await use({
        layout,
        supervisor,
        signal: ending.signal,
        run: (command, args) => runInForeground({ command, args, env }, record, ending.signal),
      });
    } finally {
      control?.close();
      control?.closeAllConnections();
      rmSync(layout.stackFile, { force: true });
      await supervisor.stopAll(stopOrder);
    }
  } finally {
    record.release();
  }
}

/** Everything but the record of processes, which is ours already. */
function forget({ folder, processesFile }: Layout): void {
  for (const name of readdirSync(folder)) {
    if (name !== basename(processesFile)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function portsInUse({ databaseUrl, kafkaBrokers }: Settings, { ports }: Layout): Partial<Layout['ports']> {
  const { postgres, kafka, kafkaController, kafkaOperator, ...others } = ports;
  return {
    ...others,
    ...(!databaseUrl && { postgres }),
    ...(!kafkaBrokers && { kafka, kafkaController, kafkaOperator }),
  };
}
