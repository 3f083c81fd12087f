import { getCompileCacheDir } from 'node:module'

/** Loaded when a command is to run: it brings thirty others along, and a version is told without it. */
function setFlag(flag: string): void {
  process.getBuiltinModule('node:v8').setFlagsFromString(flag)
}

/** Modules of Node that commands need, of their own or of commander. */
const needed = ['events', 'os', 'path']

/**
 * Makes V8 spend less time on what goap has a lot of; a command starts a quarter faster (docs/benchmarks.md). To be called before the
 * grammar is loaded, once in a process. All commands have the same settings: V8 takes no code from the compile cache that was compiled
 * with others, so that each command would compile anew what the one before had left there.
 */
export function hasten(): void {
  // With other settings V8 does not take the compiled code that Node's modules bring along: what is needed anyway comes first.
  for (const name of needed) process.getBuiltinModule(`node:${name}`)
  // Most patterns are used more than once: they become machine code at once, not bytecode before. Not by `--no-regexp-tier-up`: V8 then
  // takes the bytecode of what ran before, as Node's own patterns did, for machine code, and jumps into it (decisions/0019).
  setFlag('--regexp-tier-up-ticks=0')
  // What is called more often goes from bytecode to optimised code at once: machine code in between is made on other threads, which have to
  // be woken, and a short command ends before it pays. Searches that take longer do not miss it either.
  setFlag('--no-sparkplug')
  // Room for new values grows to what reading a plan needs (8 MiB) at once, not in steps with a collection of garbage at each.
  setFlag('--semi-space-growth-factor=8')
  // The compile cache keeps what was compiled when a file was loaded: with this its functions too. Without a cache it would only cost, and
  // in the bundle those that are called are marked (bin/bundle/eager.ts).
  if (getCompileCacheDir() !== undefined && import.meta.url.endsWith('.ts')) setFlag('--no-lazy')
}
