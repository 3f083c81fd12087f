// WebAssembly's interface for JavaScript (https://webassembly.github.io/spec/js-api/), as far as it is used here: Node has it, and leaves
// its declarations to those of browsers.

export interface WasmMemory {
  readonly buffer: ArrayBuffer
  /** Adds pages of 64 KiB and gives how many there were. Throws a RangeError if it may not have them. */
  grow(pages: number): number
}

export interface WasmTable {
  /** Puts a function there; it must be one that an instance exports. */
  set(index: number, value: unknown): void
}

/** A variable of a module: numbers for i32, f32 and f64, a bigint for i64. */
export interface WasmGlobal<T extends number | bigint = number> {
  value: T
}

/** A compiled module, which threads may share. */
export interface WasmModule {
  readonly [Symbol.toStringTag]: 'WebAssembly.Module'
}

export interface WasmInstance {
  /** Functions, memories, tables and globals by name; without a prototype, and frozen. */
  readonly exports: Readonly<Record<string, unknown>>
}

/** Functions, memories and globals by module and name. */
export type WasmImports = Readonly<Record<string, Readonly<Record<string, unknown>>>>

interface Named {
  readonly name: string
  readonly kind: 'function' | 'table' | 'memory' | 'global' | 'tag'
}

interface WebAssembly {
  /** Compiles at once, on this thread. Throws a CompileError. */
  readonly Module: (new (bytes: Uint8Array) => WasmModule) & {
    exports(module: WasmModule): readonly Named[]
    imports(module: WasmModule): readonly (Named & { readonly module: string })[]
  }
  /** Throws a LinkError, or what its start throws. */
  readonly Instance: new (module: WasmModule, imports?: WasmImports) => WasmInstance
  readonly Memory: new (pages: { readonly initial: number; readonly maximum?: number }) => WasmMemory // prettier-ignore
  readonly RuntimeError: new (message?: string) => Error
  /** What a module throws itself. */
  readonly Exception: abstract new () => object
  readonly CompileError: new (message?: string) => Error
  compile(bytes: Uint8Array): Promise<WasmModule>
  instantiate(module: WasmModule, imports?: WasmImports): Promise<WasmInstance>
  validate(bytes: Uint8Array): boolean
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- as the specification says
export const webAssembly = Reflect.get(globalThis, 'WebAssembly') as WebAssembly
