import { findPostgres } from '@downscope/local/prerequisites/postgres-binaries.ts';
import { run } from '@downscope/local/prerequisites/tools.ts';
import { closeSync, mkdirSync, openSync, renameSync, rmdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultStack } from './fault-stack.ts';

const roomBytes = 1024 * 1024 * 1024;

/** Mounting takes Linux, and root. */
export function smallDiskCannot(): string | undefined {
  if (process.platform !== 'linux') return 'a small disk is mounted on Linux alone';
  return process.getuid?.() === 0 ? undefined : 'only root may mount a small disk';
}

/** Moves the data of PostgreSQL to a disk of its own that can be filled, while nobody orders. Returns what moves it back. */
export async function onSmallDisk(stack: FaultStack): Promise<() => Promise<void>> {
  const { signal } = stack;
  const folder = await dataFolder(stack);
  const elsewhere = `${folder}.elsewhere`;
  const { uid, gid } = statSync(folder);
  await stack.stop('postgres');
  renameSync(folder, elsewhere);
  mkdirSync(folder);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${roomBytes},uid=${uid},gid=${gid},mode=700`, 'tmpfs', folder], {
    signal,
  });
  await run('cp', ['-a', `${elsewhere}/.`, folder], { signal });
  rmSync(elsewhere, { recursive: true });
  await stack.start('postgres');
  return async () => {
    await stack.stop('postgres');
    await run('cp', ['-a', folder, elsewhere], { signal });
    await run('umount', [folder], { signal });
    rmdirSync(folder);
    renameSync(elsewhere, folder);
    await stack.start('postgres');
  };
}

/** Leaves not a byte on that disk. Returns what frees it again. */
export async function fillDisk(stack: FaultStack): Promise<() => void> {
  const ballast = join(await dataFolder(stack), 'ballast');
  const file = openSync(ballast, 'w');
  try {
    for (const size of [1024 * 1024, 4096]) fill(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
  return () => {
    rmSync(ballast);
  };
}

function fill(file: number, block: Buffer): void {
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
  }
}

async function dataFolder(stack: FaultStack): Promise<string> {
  return (await findPostgres(join(stack.folder, 'postgres'), stack.signal, () => undefined)).dataFolder;
}
