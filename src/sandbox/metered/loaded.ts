import { presets } from '../limits.ts'
import type { Limits } from '../script.ts'
import { readBytecode } from './bytecode.ts'
import type { Compiled, Loaded } from './compiled.ts'
import { keepMarked, putKeptBack, restore } from './image.ts'
import type { Machine } from './machine.ts'
import type { World } from './world.ts'

// Most of the time of a short script goes into loading its bytecode, which is the same each time. So an instance in which the same source
// ran often in succession keeps it loaded: what it is put back to has the source's function in it, as it is before anything of it ran.
//
//   F1. A script that finds its source loaded begins in the same world, in every byte, as one that loads it first, and has spent the same
//       fuel: loading depends on nothing but the image and the bytecode.
//   F2. For another source the instance becomes as its image was, in every byte.

/** As often as a source runs in succession before it stays loaded, since loading it so and taking it out again takes as long as some runs. */
export const oftenEnough = 32
/** Longer bytecode is loaded each time: no bound of a script within `allows` is met by loading less. */
const longest = 16_384
const plenty = 2 ** 52

/** Whether a script with these bounds may find its source loaded: they are far from what loading it could meet. */
export function allows(
  { fuel, memory, stack }: Limits,
  code: Compiled,
  { fuel: spent }: Pick<Loaded, 'fuel'>,
): boolean {
  return (
    fuel >= code.fuel + spent &&
    memory >= presets.restrictive.memory &&
    stack >= presets.restrictive.stack
  )
}

/** Loads a source into an instance that is as its image, so that it stays; not where it takes more room than the image has. */
export function load(machine: Machine, { image, rooms, context }: World, code: Compiled): void {
  const { js } = machine
  if (code.bytes.length > longest) return
  js['set:fuel'](plenty)
  const value = readBytecode(machine, rooms, context, code.bytes)
  const fuel = plenty - js['get:fuel']()
  const parts = machine.isException(value) ? undefined : keepMarked(machine, image)
  if (parts === undefined) restore(machine, image)
  else machine.loaded = { code, value, fuel, parts }
}

/** Makes an instance that was put back as its image again. */
export function unload(machine: Machine, { image }: World): void {
  const { loaded } = machine
  if (loaded === undefined) return
  putKeptBack(machine, image, loaded.parts)
  machine.loaded = undefined
}
