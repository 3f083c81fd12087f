/** Bytecode of a source, and the steps that compiling it took. */
export interface Compiled {
  readonly bytes: Uint8Array
  /** Whether it has `await` outside of functions: then it gives a promise of `{ value }`. */
  readonly isAsync: boolean
  readonly fuel: number
  /** Whether it took longer than a trial once (backend.ts). */
  isLong: boolean
}

/** A source that stays loaded in an instance (loaded.ts). */
export interface Loaded {
  readonly code: Compiled
  /** Its function, as QuickJS passes values. */
  readonly value: bigint
  /** The fuel that loading it took. */
  readonly fuel: number
  /** The parts of the memory by which the instance differs from its image. */
  readonly parts: readonly number[]
}
