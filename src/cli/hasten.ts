import { getCompileCacheDir } from 'node:module'
import { setFlagsFromString } from 'node:v8'

/**
 * Makes V8 spend less time on what goap has a lot of; a command starts a quarter faster (docs/benchmarks.md). To be called before the
 * grammar is loaded, once in a process.
 */
export async function hasten(): Promise<void> {
  // With other settings V8 does not take the code that Node's own modules bring along: those that every command needs come first.
  await Promise.all([
    import('node:child_process'),
    import('node:events'),
    import('node:os'),
    import('node:path'),
    import('node:timers/promises'),
    process.stdout.writable,
  ])
  // Most patterns are used more than once: they become machine code at once, not bytecode before.
  setFlagsFromString('--no-regexp-tier-up')
  // The compile cache keeps what was compiled when a file was loaded: with this its functions too. Without a cache it would only cost.
  if (getCompileCacheDir() !== undefined) setFlagsFromString('--no-lazy')
}
