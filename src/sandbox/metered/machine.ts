import { markShift, webAssembly } from '../../wasm/index.ts'
import type { Compiled, Loaded } from './compiled.ts'
import { accessPrefix, type Engine, type Kind, type QuickJs } from './quickjs.ts'

/** What QuickJS asks of the host. */
export interface Port {
  /** The fuel is used up: sets more, or throws. */
  refill(): void
  /** The guest calls out (guest.ts). Throws to stop the script. */
  call(which: number, text: string): string
  /** Nanoseconds: of the time of day since 1970, or of a clock that only goes forward. */
  now(clock: 'day' | 'forward'): bigint
}

/** The tag in the upper half of a value's box (NaN boxing of quickjs.h); below 0 are those that point to something. */
export const tags = { integer: 0, boolean: 1, null: 2, undefined: 3, exception: 6 } as const

/** A place in the memory of the guest that is kept for the host. */
export interface Room {
  readonly address: number
  readonly bytes: number
}

/** The places that every image has. */
export interface Rooms {
  /** For a text, and for the name of a source. */
  readonly text: Room
  readonly file: Room
  /** For the addresses of two values, and for a length. */
  readonly values: number
  readonly lengthOut: number
  /** For a value, as a box has it. */
  readonly result: number
  /** The box of `undefined`. */
  readonly undefined: number
}

/** A global of the module. */
export interface Global {
  get(): number
  set(value: number): void
}

/** There is no memory left for what the host itself needs there. */
export class OutOfMemory extends Error {}

const success = 0
const badFile = 8
const notSupported = 52

/** One instance of QuickJS with its memory: a thin binding that gives texts to it and takes them from it. */
export class Machine {
  readonly js: QuickJs
  readonly kind: Kind
  /** The globals of the module that must be put back with its memory. */
  readonly globals: readonly Global[]
  /** Whom it serves now. */
  port: Port
  /** Where it may write; known once its image was made or put in. */
  rooms: Rooms | undefined
  /** The memory, as it was when last looked at. */
  bytes: Uint8Array<ArrayBuffer>
  buffer: Buffer
  view: DataView
  /** A byte for each part of the memory that was written since it was put back; undefined if nothing is marked. */
  marks: Uint8Array | undefined
  /** The source that stays loaded in it. */
  loaded: Loaded | undefined
  /** The source that ran in it last, and how often in succession. */
  last: Compiled | undefined
  times = 0
  #pageLimit = 0

  /** Makes an instance without any state: neither the engine's own start has run nor an image been put in. */
  constructor({ kind, module, globals }: Engine, port: Port) {
    this.kind = kind
    this.port = port
    const instance = new webAssembly.Instance(module, {
      env: {
        host_interrupt: () => {
          this.port.refill()
          return 0
        },
        host_call: (_name: number, _length: number, _self: number, count: number, values: number) =>
          this.#called(count, values),
        host_get_timezone_offset: () => 0,
        host_promise_rejection: () => {},
        host_module_normalize: () => 0,
        host_module_load: () => 0,
      },
      wasi_snapshot_preview1: {
        clock_time_get: (clock: number, _precision: bigint, out: number) => {
          this.look()
          this.mark(out, 8)
          this.view.setBigInt64(out, this.port.now(clock === 0 ? 'day' : 'forward'), true)
          return success
        },
        random_get: () => success,
        fd_write: () => badFile,
        fd_fdstat_get: () => badFile,
        fd_close: () => notSupported,
        fd_seek: () => notSupported,
      },
    })
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the package is pinned to one version, and every test calls it
    this.js = instance.exports as unknown as QuickJs
    this.globals = globals.map((name) => ({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- named as such by what metered the module
      get: instance.exports[accessPrefix.get + name] as Global['get'],
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the same
      set: instance.exports[accessPrefix.set + name] as Global['set'],
    }))
    const { buffer } = this.js.memory
    this.bytes = new Uint8Array(buffer)
    this.buffer = Buffer.from(buffer)
    this.view = new DataView(buffer)
    this.marks = this.js.marks && new Uint8Array(this.js.marks.buffer)
  }

  /** Sets the most pages that the memory may have. */
  limitPages(most: number): void {
    if (most === this.#pageLimit) return
    this.js['set:pageLimit'](most)
    this.#pageLimit = most
  }

  /** Marks what the host is about to write. */
  mark(address: number, length: number): void {
    const { marks } = this
    if (marks === undefined) return
    const last = (address + length - 1) >>> markShift
    for (let part = address >>> markShift; part <= last; part++) marks[part] = 1
  }

  /** Takes the memory anew if it has grown since. */
  look(): void {
    // When a memory grows, its old buffer is emptied.
    if (this.bytes.length !== 0) return
    const { buffer } = this.js.memory
    this.bytes = new Uint8Array(buffer)
    this.buffer = Buffer.from(buffer)
    this.view = new DataView(buffer)
  }

  /** Room of its own for so many bytes, until the memory is put back. */
  room(bytes: number): number {
    const address = this.js.wasm_malloc(bytes)
    if (address === 0) throw new OutOfMemory()
    this.look()
    return address
  }

  /** Gives a text with a zero byte behind it to a function, by address and length: in `room` if it fits, else in room that is freed after. */
  withText<T>(text: string, room: Room, use: (address: number, length: number) => T): T {
    const most = text.length * 3 + 1
    const address = most <= room.bytes ? room.address : this.room(most)
    this.look()
    const length = this.buffer.write(text, address)
    this.mark(address, length + 1)
    this.view.setUint8(address + length, 0)
    const result = use(address, length)
    if (address !== room.address) {
      this.look()
      this.mark(address, most)
      this.bytes.fill(0, address, address + most)
      this.js.wasm_free(address)
    }
    return result
  }

  /** Puts bytes where they stay until the memory is put back: in `room` if they fit. */
  put(bytes: Uint8Array, room: Room): number {
    const address = bytes.length <= room.bytes ? room.address : this.room(bytes.length)
    this.look()
    this.mark(address, bytes.length)
    this.bytes.set(bytes, address)
    return address
  }

  /** The text of a value. */
  text(value: number, { lengthOut }: Rooms): string {
    const address = this.js.qjs_get_string_len(value, lengthOut)
    if (address === 0) throw new OutOfMemory()
    this.look()
    const text = this.buffer.toString(
      'utf8',
      address,
      address + this.view.getUint32(lengthOut, true),
    )
    this.js.qjs_free_cstring(address)
    return text
  }

  /** The box of a value. */
  box(value: bigint, { result }: Rooms): number {
    this.look()
    this.mark(result, 8)
    this.view.setBigInt64(result, value, true)
    return result
  }

  isException(value: bigint): boolean {
    return BigInt.asIntN(64, value) >> 32n === BigInt(tags.exception)
  }

  tag(value: number): number {
    if (value === 0) throw new OutOfMemory()
    this.look()
    return this.view.getInt32(value + 4, true)
  }

  /** The lower half of a value's box: the number itself of integers, 1 or 0 of booleans. */
  integer(value: number): number {
    return this.view.getInt32(value, true)
  }

  /** Calls a function of the guest with up to two values. */
  call(callee: number, rooms: Rooms, first: number, second = 0): number {
    this.look()
    this.mark(rooms.values, 8)
    this.view.setUint32(rooms.values, first, true)
    this.view.setUint32(rooms.values + 4, second, true)
    return this.js.qjs_call(callee, rooms.undefined, second === 0 ? 1 : 2, rooms.values)
  }

  #called(count: number, values: number): number {
    this.look()
    const { rooms } = this
    if (count < 2 || rooms === undefined) return this.js.qjs_get_undefined()
    const which = this.integer(this.view.getUint32(values, true))
    const reply = this.port.call(which, this.text(this.view.getUint32(values + 4, true), rooms))
    if (reply === '') return this.js.qjs_get_undefined()
    return this.withText(reply, rooms.text, (address, length) => this.js.qjs_new_string(address, length)) // prettier-ignore
  }
}
