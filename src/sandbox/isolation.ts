import type { Abilities } from './backend.ts'

type Isolation = Abilities['isolation'][number]

// What an escape would have to break, and what it would have won:
// - `confined`: the walls of the operating system; behind them there are no files, no network and no other processes;
// - `interpreter`: an interpreter and the memory of WebAssembly around it, which has no way to call anything but what it is given;
// - `heap`: the engine that Node itself runs on; who leaves it stands in this process;
// - `process`: the language's own rules in a process of its own, which may not read files, but may use the network.
const ranks: Readonly<Record<Isolation, number>> = {
  process: 1,
  heap: 1,
  interpreter: 2,
  confined: 3,
}

/** How well a backend keeps scripts in, by the strongest of its walls: more is stronger, 0 is none. */
export function strengthOf({ isolation }: Pick<Abilities, 'isolation'>): number {
  return Math.max(0, ...isolation.map((wall) => ranks[wall]))
}
