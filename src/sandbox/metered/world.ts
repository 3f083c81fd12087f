import { compile } from './bytecode.ts'
import { prelude } from '../guest/prelude.ts'
import { preludeFile } from '../guest/stacks.ts'
import { presets } from '../limits.ts'
import { capture, install, type Image } from './image.ts'
import { findLandmarks, type Landmarks } from './landmarks.ts'
import { Machine, tags, type Port, type Room, type Rooms } from './machine.ts'
import { withoutSource, type Engine } from './quickjs.ts'

/** The fresh world that every script with the same tools begins in. Its bounds are those of the preset `default`. */
export interface World {
  readonly engine: Engine
  readonly image: Image
  readonly rooms: Rooms
  /** The address of the context of QuickJS. */
  readonly context: number
  readonly landmarks: Landmarks
  /** The functions of the prelude (guest.ts) by their addresses. */
  readonly guest: Guest
  /** Bytes that are allocated in it. */
  readonly used: number
}

export interface Guest {
  readonly finish: number
  readonly finishBoxed: number
  readonly fail: number
  readonly input: number
  readonly settle: number
}

/** Bytes of room for texts that pass; longer ones get room of their own. */
const textRoom = 16_384
const fileRoom = 512
/** Fuel for what is not a script's. */
const plenty = 2 ** 52

/** While nothing runs but the prelude, the clock stands at 0, so that the image is the same each time. */
const warming: Port = {
  refill: () => {
    throw new Error('The warm-up of QuickJS has no end.')
  },
  call: () => '',
  now: () => 0n,
}

/** Starts QuickJS, runs the prelude, and takes the image. */
export function makeWorld(engine: Engine, findings: Findings, tools: readonly string[]): World {
  const { machine, rooms } = start(engine)
  const { js } = machine
  const string = (text: string) => machine.withText(text, rooms.text, (address, length) => js.qjs_new_string(address, length)) // prettier-ignore
  const { landmarks } = findings
  const guest = runPrelude(machine, rooms, findings.prelude)
  const method = (name: string) => machine.withText(name, rooms.text, (address) => js.qjs_get_prop_string(guest, address)) // prettier-ignore
  const found = { finish: method('finish'), finishBoxed: method('finishBoxed'), fail: method('fail'), input: method('input'), settle: method('settle') } // prettier-ignore
  const free = (value: number) => js.qjs_free_value(valid(machine, value))
  free(machine.call(method('tools'), rooms, string(JSON.stringify(tools))))
  js.qjs_set_max_stack_size(presets.default.stack)
  // What is made when it is first needed is made now.
  for (const code of ['({ a: [1, "x"] })', '"text"', '1.5']) free(machine.call(found.finish, rooms, evaluate(machine, rooms, code))) // prettier-ignore
  free(machine.call(found.fail, rooms, evaluate(machine, rooms, 'new Error("warm")')))

  for (const { address, bytes } of [rooms.text, rooms.file]) machine.bytes.fill(0, address, address + bytes) // prettier-ignore
  const used = machine.view.getUint32(landmarks.used, true)
  js.qjs_set_memory_limit(used + presets.default.memory)
  const image = capture(machine)
  return { engine, image, rooms, context: js.qjs_get_context_ptr(), landmarks, guest: found, used }
}

/** What is found out once and is the same in all instances. */
export interface Findings {
  readonly landmarks: Landmarks
  /** The bytecode of the prelude, so that no world bears the traces of compiling it. */
  readonly prelude: Uint8Array
}

/** Finds it in an instance that serves nothing else, since that leaves traces. */
export function scout(engine: Engine): Findings {
  const { machine, rooms } = start(engine)
  const landmarks = findLandmarks(
    machine,
    () => machine.js.qjs_free_value(evaluate(machine, rooms, 'Math.random()')),
    (bytes) => {
      const value = evaluate(machine, rooms, `'x'.repeat(${bytes})`)
      return () => machine.js.qjs_free_value(value)
    },
  )
  const code = compile(machine, rooms, { text: prelude, file: preludeFile }, 0, withoutSource)
  if (code === undefined) throw new Error('The prelude cannot be compiled by QuickJS.')
  return { landmarks, prelude: code }
}

function start(engine: Engine) {
  const machine = new Machine(engine, warming)
  const { js } = machine
  js['set:fuel'](plenty)
  js._initialize()
  if (js.qjs_init() !== 0) throw new Error('QuickJS does not start.')
  const room = (bytes: number): Room => ({ address: machine.room(bytes), bytes })
  const rooms: Rooms = {
    text: room(textRoom),
    file: room(fileRoom),
    values: machine.room(8),
    lengthOut: machine.room(4),
    result: machine.room(8),
    undefined: js.qjs_get_undefined(),
  }
  machine.rooms = rooms
  return { machine, rooms }
}

/** Runs the prelude, and gives the object with its functions. */
function runPrelude(machine: Machine, rooms: Rooms, code: Uint8Array): number {
  const { js } = machine
  const address = machine.room(code.length)
  machine.bytes.set(code, address)
  const make = js.qjs_eval_bytecode(address, code.length)
  js.wasm_free(address)
  const call = machine.withText('call', rooms.text, (name, bytes) => js.qjs_new_host_function(name, bytes, 0)) // prettier-ignore
  return valid(machine, machine.call(valid(machine, make), rooms, call))
}

function evaluate(machine: Machine, rooms: Rooms, code: string): number {
  const value = machine.withText(preludeFile, rooms.file, (file) =>
    machine.withText(code, rooms.text, (address, length) => machine.js.qjs_eval(address, length, file, 0)),
  ) // prettier-ignore
  return valid(machine, value)
}

/** An instance in a world, as fresh as all others. */
export function enter({ engine, image, rooms }: World): Machine {
  const machine = new Machine(engine, warming)
  install(machine, image)
  machine.rooms = rooms
  return machine
}

function valid(machine: Machine, value: number): number {
  if (machine.tag(value) === tags.exception) throw new Error('The prelude fails in QuickJS.')
  return value
}
