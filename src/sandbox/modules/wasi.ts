import type { Timestamp } from '../../base/index.ts'
import type { WasmMemory } from '../../wasm/index.ts'

/** What a module gets of the world, and what hears of it. */
export interface World {
  /** All that it can read. */
  readonly stdin: Uint8Array
  /** Gets what it prints, in pieces; throws to end it. */
  readonly print: (to: 'stdout' | 'stderr', bytes: Uint8Array) => void
  /** Milliseconds since 1970, with fractions. */
  readonly now: () => Timestamp
  /** Fills with random bytes. */
  readonly fill: (bytes: Uint8Array) => void
  /** Called before each function of the host; throws to end the module. */
  readonly called: () => void
  /** Ends it with an exit code, by throwing. */
  readonly exit: (code: number) => never
  /** Its arguments, the first of which is its own name. */
  readonly arguments: readonly string[]
}

type Functions = Readonly<Record<string, (...values: never[]) => number>>

// Error numbers of WASI preview 1.
const success = 0
const badDescriptor = 8
const invalid = 28
const notSupported = 58
const cannotSeek = 70
const fault = 21

/** Buffers of one call, and subscriptions of one: POSIX's IOV_MAX. So no call keeps the host busy. */
const most = 1024

/** Random bytes that are made at once: fewer than a millisecond's. */
const chancePiece = 4096

const characterDevice = 2
const readRight = 1n << 1n
const writeRight = 1n << 6n

/** Functions that need a file, a folder, or a socket, of which a module here has none. */
const withoutFiles = [
  'fd_advise', 'fd_allocate', 'fd_datasync', 'fd_fdstat_set_flags', 'fd_fdstat_set_rights', 'fd_filestat_set_size', 'fd_filestat_set_times',
  'fd_pread', 'fd_prestat_dir_name', 'fd_prestat_get', 'fd_pwrite', 'fd_readdir', 'fd_renumber', 'fd_sync', 'path_create_directory',
  'path_filestat_get', 'path_filestat_set_times', 'path_link', 'path_open', 'path_readlink', 'path_remove_directory', 'path_rename',
  'path_symlink', 'path_unlink_file', 'sock_accept', 'sock_recv', 'sock_send', 'sock_shutdown',
] as const // prettier-ignore

/**
 * The functions of WASI preview 1 (`wasi_snapshot_preview1`) for a module without files, environment or network: arguments, standard
 * input, output and error, clock and chance are there; whatever needs more is answered with an error number. A pointer out of the
 * memory is answered with `EFAULT`. A module that sleeps is woken at once, and its clock goes on by what it would have slept.
 *
 * Source: WASI preview 1, https://github.com/WebAssembly/WASI/blob/main/legacy/preview1/docs.md
 */
export function wasi(world: World, memory: () => WasmMemory): Functions {
  let read = 0
  /** Nanoseconds that it would have slept. */
  let slept = 0n

  const view = (): DataView => new DataView(memory().buffer)
  const bytes = (at: number, length: number): Uint8Array => new Uint8Array(memory().buffer, at >>> 0, length >>> 0) // prettier-ignore
  const word = (at: number, value: number): void => view().setUint32(at >>> 0, value, true)
  const long = (at: number, value: bigint): void => view().setBigUint64(at >>> 0, BigInt.asUintN(64, value), true) // prettier-ignore
  const time = (): bigint => BigInt(Math.floor(world.now() * 1e3)) * 1000n + slept

  /** The pieces of a list of buffers: pointer and length each. */
  function* pieces(list: number, count: number): Iterable<Uint8Array> {
    for (let index = 0; index < count >>> 0; index++) {
      const at = (list >>> 0) + index * 8
      yield bytes(view().getUint32(at, true), view().getUint32(at + 4, true))
    }
  }

  function strings(all: readonly string[], list: number, buffer: number): number {
    let at = buffer >>> 0
    for (const [index, text] of all.entries()) {
      const encoded = new TextEncoder().encode(`${text}\0`)
      word((list >>> 0) + index * 4, at)
      bytes(at, encoded.length).set(encoded)
      at += encoded.length
    }
    return success
  }

  function sizes(all: readonly string[], count: number, size: number): number {
    word(count, all.length)
    word(size, all.reduce((sum, text) => sum + new TextEncoder().encode(text).length + 1, 0)) // prettier-ignore
    return success
  }

  /** Answers to subscriptions: clocks ring at once, reading and writing never wait. */
  function poll(subscriptions: number, events: number, count: number, told: number): number {
    if (count >>> 0 === 0 || count >>> 0 > most) return invalid
    let longest = 0n
    for (let index = 0; index < count >>> 0; index++) {
      const from = (subscriptions >>> 0) + index * 48
      const to = (events >>> 0) + index * 32
      const kind = view().getUint8(from + 8)
      if (kind === 0) {
        const span = view().getBigUint64(from + 24, true)
        const absolute = (view().getUint16(from + 40, true) & 1) === 1
        const now = time()
        const wait = absolute ? (span > now ? span - now : 0n) : span
        if (wait > longest) longest = wait
      }
      bytes(to, 32).fill(0)
      long(to, view().getBigUint64(from, true))
      view().setUint8(to + 10, kind)
    }
    slept += longest
    word(told, count)
    return success
  }

  const functions: Record<string, (...values: never[]) => number> = {
    args_get: (list: number, buffer: number) => strings(world.arguments, list, buffer),
    args_sizes_get: (count: number, size: number) => sizes(world.arguments, count, size),
    environ_get: () => success,
    environ_sizes_get: (count: number, size: number) => sizes([], count, size),
    clock_res_get(clock: number, at: number) {
      if (clock >>> 0 > 3) return invalid
      long(at, 1000n)
      return success
    },
    clock_time_get(clock: number, _precision: bigint, at: number) {
      if (clock >>> 0 > 3) return invalid
      long(at, time())
      return success
    },
    fd_close: (file: number) => (file >>> 0 < 3 ? success : badDescriptor),
    fd_fdstat_get(file: number, at: number) {
      if (file >>> 0 > 2) return badDescriptor
      bytes(at, 24).fill(0)
      view().setUint8(at >>> 0, characterDevice)
      long((at >>> 0) + 8, file === 0 ? readRight : writeRight)
      return success
    },
    fd_filestat_get(file: number, at: number) {
      if (file >>> 0 > 2) return badDescriptor
      bytes(at, 64).fill(0)
      view().setUint8((at >>> 0) + 16, characterDevice)
      return success
    },
    fd_read(file: number, list: number, count: number, told: number) {
      if (file !== 0) return badDescriptor
      if (count >>> 0 > most) return invalid
      let sum = 0
      for (const piece of pieces(list, count)) {
        const part = world.stdin.subarray(read, read + piece.length)
        piece.set(part)
        read += part.length
        sum += part.length
      }
      word(told, sum)
      return success
    },
    fd_write(file: number, list: number, count: number, told: number) {
      if (file !== 1 && file !== 2) return badDescriptor
      if (count >>> 0 > most) return invalid
      let sum = 0
      for (const piece of pieces(list, count)) {
        world.print(file === 1 ? 'stdout' : 'stderr', piece)
        sum += piece.length
      }
      word(told, sum)
      return success
    },
    fd_seek: (file: number) => (file >>> 0 < 3 ? cannotSeek : badDescriptor),
    fd_tell: (file: number) => (file >>> 0 < 3 ? cannotSeek : badDescriptor),
    poll_oneoff: poll,
    proc_exit: (code: number) => world.exit(code >>> 0),
    proc_raise: () => notSupported,
    random_get(at: number, length: number) {
      const all = bytes(at, length)
      for (let from = 0; from < all.length; from += chancePiece) {
        world.called()
        world.fill(all.subarray(from, from + chancePiece))
      }
      return success
    },
    sched_yield: () => success,
  }
  for (const name of withoutFiles) functions[name] = () => badDescriptor
  return Object.fromEntries(
    Object.entries(functions).map(([name, call]) => [name, guarded(world, call)]),
  )
}

/** The names of the functions that there are. */
export const wasiNames: ReadonlySet<string> = new Set(Object.keys(wasi(nobody(), nowhere)))

function nobody(): World {
  return { stdin: new Uint8Array(), print: nowhere, now: () => 0, fill: nowhere, called: nowhere, exit: nowhere, arguments: [] } // prettier-ignore
}

function nowhere(): never {
  throw new Error('No module runs.')
}

/** A pointer out of the memory is the module's fault, and said so to it. */
function guarded(
  { called }: World,
  call: (...values: never[]) => number,
): (...values: never[]) => number {
  return (...values) => {
    called()
    try {
      return call(...values)
    } catch (error) {
      if (error instanceof RangeError) return fault
      throw error
    }
  }
}
