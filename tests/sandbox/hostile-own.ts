import type { Hostile } from './hostile.ts'
import { hostileLanguage } from './hostile-language.ts'
import { hostileSources } from './hostile-sources.ts'
import { hostileWorld } from './hostile-world.ts'

/** Reads a global of the host through the constructor of functions; `undefined` shows that it leads nowhere. */
const outside = 'return typeof process + typeof require'
const contained = 'value:undefinedundefined'

/** Attacks of our own, beside the given ones: on what surrounds a script, on its bounds, and on the way out of it. */
export const ownHostile: readonly Hostile[] = [
  // What surrounds the script: console, tools, and how the result is made.
  {
    name: 'prelude-array-setter',
    code: 'let n = 0; for (let i = 0; i < 50; i++) Object.defineProperty(Array.prototype, i, { set() { n++; for (;;); }, configurable: true }); console.log(1, { a: 2 }); hostEcho([1, 2]); 7',
    expected: ['value:7', 'timeout', 'error'],
  },
  {
    name: 'prelude-object-accessors',
    code: 'for (const key of ["name", "message", "stack", "value", "get", "set", "line", "error", "then", "toJSON", "ok"]) Object.defineProperty(Object.prototype, key, { get() { for (;;); }, set() { for (;;); }, configurable: true }); hostEcho({ a: 1 }).a',
    expected: ['value:1', 'timeout', 'error'],
  },
  {
    name: 'prelude-then-hijack',
    code: `let seen = 'none'; const then = Promise.prototype.then; Promise.prototype.then = function (a, b) { seen = (a && a.constructor("${outside}")()) || seen; return then.call(this, a, b) }; (async () => { await hostLater(1); return seen })()`,
    expected: ['value:none', contained, 'error', 'pending'],
  },
  {
    name: 'prelude-caller',
    code: `function spy() { return spy.caller } let got = 'none'; try { got = hostEcho({ toJSON() { const c = spy(); return c ? c.constructor("${outside}")() : 'undefinedundefined' } }) } catch (e) { got = 'undefinedundefined' } got`,
    expected: [contained],
  },
  {
    name: 'prelude-stack-overflow-in-console',
    code: 'function f() { console.log({ a: [1] }); f() } f()',
    expected: ['stack', 'memory', 'timeout'],
  },
  {
    name: 'prelude-stack-overflow-in-tool',
    code: 'let ends = 0; function f() { hostEcho({ a: 1 }); try { f() } finally { ends++ } } f()',
    expected: ['stack', 'memory', 'timeout'],
  },
  {
    name: 'prelude-stack-overflow-in-result',
    code: 'const o = { get a() { return this.a } }; o',
    expected: ['stack', 'error', 'timeout'],
  },
  {
    name: 'prelude-symbol-iterator',
    code: 'const o = Object.prototype; Array.prototype[Symbol.iterator] = String.prototype[Symbol.iterator] = function* () { for (;;) yield 1 }; o[Symbol.toPrimitive] = () => { for (;;); }; hostEcho([1]); console.log("x", 1); 5',
    expected: ['value:5', 'timeout', 'error', 'memory'],
  },
  {
    name: 'prelude-define-global',
    code: 'for (const name of ["JSON", "Promise", "Error", "Object", "Reflect", "Array", "String", "console", "input"]) try { Object.defineProperty(globalThis, name, { get() { for (;;); } }) } catch {} 3',
    expected: ['value:3', 'timeout', 'error'],
  },
  {
    name: 'getter-on-thrown-error',
    code: 'const e = new Error("x"); for (const key of ["name", "message", "stack", "cause"]) Object.defineProperty(e, key, { get() { for (;;); } }); throw e',
    expected: ['timeout', 'error'],
  },
  {
    name: 'thrown-proxy',
    code: 'throw new Proxy(new Error("x"), { get() { for (;;); }, getPrototypeOf() { for (;;); }, getOwnPropertyDescriptor() { for (;;); }, has() { for (;;); } })',
    expected: ['timeout', 'error'],
  },
  {
    name: 'thrown-huge-message',
    code: 'throw new Error("x".repeat(5e6))',
    expected: ['error', 'memory'],
  },
  {
    name: 'prepare-stack-loop',
    code: 'Error.prepareStackTrace = () => { for (;;); }; Error.captureStackTrace?.({}); throw new Error("x")',
    expected: ['timeout', 'error'],
  },
  // The way out: results and arguments.
  {
    name: 'result-thenable-forever',
    code: '({ then(resolve) { resolve({ then: this.then }) } })',
    expected: ['timeout', 'memory', 'pending', 'error'],
  },
  {
    name: 'result-thenable-many',
    code: '({ then(a, b) { for (let i = 0; i < 1e6; i++) { a(i); b(i) } } })',
    expected: ['value:0', 'timeout', 'error'],
  },
  {
    name: 'result-proxy-endless-keys',
    code: 'new Proxy({}, { ownKeys() { return Array.from({ length: 1e7 }, (_, i) => "k" + i) }, getOwnPropertyDescriptor() { return { value: 1, enumerable: true, configurable: true } } })',
    expected: ['timeout', 'memory'],
  },
  {
    name: 'result-proxy-endless-array',
    code: 'new Proxy([], { get(t, k) { return k === "length" ? 2 ** 32 - 1 : k === "toJSON" ? undefined : 1 } })',
    expected: ['timeout', 'memory', 'error'],
  },
  {
    name: 'result-growing-while-read',
    code: 'const a = []; const item = { toJSON() { for (let i = 0; i < 1000; i++) a.push(item); return 1 } }; a.push(item); a',
    expected: ['value', 'timeout', 'memory', 'error'],
  },
  {
    name: 'result-tojson-chain',
    code: 'function make() { return { toJSON() { return { next: make() } } } } make()',
    expected: ['timeout', 'memory', 'stack', 'error'],
  },
  {
    name: 'result-exponential',
    code: 'let o = ["x"]; for (let i = 0; i < 40; i++) o = [o, o]; o',
    expected: ['timeout', 'memory'],
  },
  {
    name: 'argument-exponential',
    code: 'let o = ["x"]; for (let i = 0; i < 40; i++) o = [o, o]; hostEcho(o)',
    expected: ['timeout', 'memory'],
  },
  {
    name: 'argument-reenters-tool',
    code: 'function f() { return hostEcho({ toJSON() { return f() } }) } f()',
    expected: ['stack', 'memory', 'timeout'],
  },
  {
    name: 'species-result',
    code: `class A extends Array { static get [Symbol.species]() { return function (n) { const a = []; a.constructor = { [Symbol.species]: Function }; return a } } } const r = hostEcho(new A(3).fill(1)); r.map((x) => x).constructor.constructor("${outside}")()`,
    expected: [contained, 'error'],
  },
  {
    name: 'tool-this-and-arguments',
    code: `const r = []; for (const self of [null, globalThis, hostLater]) try { r.push(typeof hostEcho.call(self, 1)) } catch {} new Proxy(hostEcho, { apply(t, s, a) { return t.constructor("${outside}")() } })()`,
    expected: [contained],
  },
  {
    name: 'tool-many-pending',
    code: 'const all = []; for (;;) all.push(hostLater(all.length))',
    expected: ['memory', 'timeout'],
  },
  {
    name: 'tool-error-chain',
    code: `let t = 'none'; try { hostThrow() } catch (e) { t = [e, e.cause, e.constructor, Object.getPrototypeOf(e), ...Object.getOwnPropertyNames(e).map((k) => e[k])].filter((x) => x).map((x) => x.constructor.constructor("${outside}")()).find((x) => x !== 'undefinedundefined') ?? 'undefinedundefined' } t`,
    expected: [contained, 'error'],
  },
  {
    name: 'tool-promise-constructor',
    code: `const p = hostLater(1); const c = p.constructor[Symbol.species] ?? p.constructor; p.then.constructor("${outside}")() + (c === Promise ? '' : 'foreign')`,
    expected: [contained],
  },
  // Interrupts that a script would swallow.
  {
    name: 'swallow-in-async',
    code: 'const f = async () => { for (;;) { try { await 0; for (;;); } catch { } finally { f() } } }; f()',
    expected: ['timeout', 'memory', 'stack'],
  },
  {
    name: 'swallow-in-generator-return',
    code: 'function* g() { try { for (;;) yield 1 } finally { for (;;); } } for (const x of g()) { try { for (;;); } finally { break } }',
    expected: ['timeout'],
  },
  {
    name: 'swallow-in-promise-executor',
    code: 'function f() { return new Promise((a, b) => { try { for (;;); } finally { a(f()) } }) } f()',
    expected: ['timeout', 'stack', 'memory'],
  },
  {
    name: 'swallow-in-comparator',
    code: 'for (;;) { try { [3, 2, 1].sort(() => { try { for (;;); } catch { return 0 } }) } catch {} }',
    expected: ['timeout'],
  },
  {
    name: 'swallow-out-of-memory',
    code: 'const a = []; for (;;) { try { for (;;) a.push("x".repeat(1e5) + a.length) } catch { } }',
    expected: ['memory', 'timeout'],
  },
  {
    name: 'swallow-stack-deep-catch',
    code: 'function f() { try { f() } catch { f() } } f()',
    expected: ['timeout', 'stack', 'value:undefined'],
  },
  {
    name: 'async-generator-storm',
    code: 'async function* g() { for (;;) yield* [await 0] } (async () => { const all = [g(), g(), g()]; for (;;) await Promise.race(all.map((x) => x.next())) })()',
    expected: ['timeout', 'memory'],
  },
  {
    name: 'await-fan-out',
    code: 'const f = () => Promise.all([0, 0].map(async () => { await 0; return f() })); f()',
    expected: ['timeout', 'memory'],
  },
  // Memory, by what engines allocate apart.
  {
    name: 'memory-set-of-strings',
    code: 'const s = new Set(); for (let i = 0; ; i++) s.add("key" + i + "x".repeat(100))',
    expected: ['memory', 'timeout'],
  },
  {
    name: 'memory-array-buffer-resize',
    code: 'const all = []; for (;;) { const b = new ArrayBuffer(1e6, { maxByteLength: 1e7 }); b.resize?.(9e6); new Uint8Array(b).fill(1); all.push(b) }',
    expected: ['memory', 'error', 'timeout'],
  },
  {
    name: 'memory-regexp-captures',
    code: 'const s = "a".repeat(1e5); const all = []; for (;;) all.push(s.match(new RegExp("(a)".repeat(200))), [...s.matchAll(/a/g)])',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'memory-bigint-shift',
    code: 'const all = []; for (let i = 0n; ; i++) all.push(1n << (8000000n + i))',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'memory-split-join',
    code: 'let s = "a,b"; for (;;) s = s.split("").join(s)',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'memory-pad-and-concat',
    code: 'const all = []; for (let i = 0; ; i++) all.push("x".padStart(2 ** 20, String(i)), [].concat(all), all.flat(Infinity).length)',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'memory-finalizers',
    code: 'const r = new FinalizationRegistry(() => { for (;;); }); const all = []; for (;;) { const o = { x: new Array(1000) }; r.register(o, 1); all.push(new WeakRef(o)) }',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'memory-jobs',
    code: 'for (;;) Promise.resolve(new Array(100)).then((x) => x)',
    expected: ['memory', 'timeout'],
  },
  // Text that becomes code.
  {
    name: 'eval-nested',
    code: 'const f = (n) => eval("f(n + 1)"); f(0)',
    expected: ['stack', 'error', 'memory', 'timeout'],
  },
  {
    name: 'function-constructor-bomb',
    code: 'const all = []; for (let i = 0; ; i++) all.push(new Function("a", "return [" + "a+".repeat(5000) + i + "]"))',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'function-constructor-break-out',
    code: `let r = 'none'; try { r = new Function("a = (() => {", "}) ) { return 1 } (function () { ${outside} })(); //") } catch (e) { r = 'refused' } typeof r === 'function' ? 'made' : r`,
    expected: ['value:refused', 'value:made'],
  },
  {
    name: 'label-bomb',
    code: 'eval(Array.from({ length: 20000 }, (_, i) => "l" + i + ":").join("") + "for (;;) break l0"); 1',
    expected: ['value:1', 'stack', 'error', 'memory', 'timeout'],
  },
  {
    name: 'template-bomb',
    code: 'let s = "1"; for (let i = 0; i < 5000; i++) s = "`${" + s + "}`"; eval(s)',
    expected: ['value', 'stack', 'error', 'memory', 'timeout'],
  },
  {
    name: 'import-loop',
    code: '(async () => { for (;;) { try { await import("data:text/javascript,export default 1") } catch {} } })()',
    expected: ['timeout', 'memory', 'error', 'pending'],
  },
  {
    name: 'import-host-modules',
    code: '(async () => { const got = []; for (const name of ["node:fs", "fs", "node:child_process", "node:worker_threads", "node:vm", "node:process", "node:inspector", "isolated-vm", "quickjs-wasi"]) try { got.push(typeof (await import(name)).default) } catch {} return got.join() })()',
    expected: ['value:', 'error', 'pending'],
  },
  {
    name: 'import-meta-and-new-target',
    code: `let r = 'undefinedundefined'; try { r = (0, eval)("import.meta.url") } catch {} r`,
    expected: [contained],
  },
  {
    name: 'this-of-module-functions',
    code: `[this, globalThis, (function () { return this })(), (() => this)(), console, console.log].filter((x) => x).map((x) => x.constructor.constructor("${outside}")()).find((x) => x !== 'undefinedundefined') ?? 'undefinedundefined'`,
    expected: [contained, 'error'],
  },
  {
    name: 'globals-walk',
    code: `const seen = new Set(), queue = [globalThis]; let found = ''; while (queue.length && seen.size < 5000) { const o = queue.pop(); if (o === null || (typeof o !== 'object' && typeof o !== 'function') || seen.has(o)) continue; seen.add(o); for (const k of Reflect.ownKeys(o)) { if (k === 'mainModule' || k === 'binding' || k === 'dlopen' || k === 'execPath' || k === 'postMessage' || k === 'runInThisContext') found += String(k) + ' '; let d; try { d = Reflect.getOwnPropertyDescriptor(o, k) } catch { continue } queue.push(d.value, d.get, d.set) } try { queue.push(Object.getPrototypeOf(o)) } catch {} } found`,
    expected: ['value:'],
  },
  // Output.
  {
    name: 'output-deep-object',
    code: 'let o = {}; for (let i = 0; i < 1e5; i++) o = { o, s: "x".repeat(10) }; for (;;) console.log(o)',
    expected: ['memory', 'stack', 'timeout', 'error'],
  },
  {
    name: 'output-wide-object',
    code: 'const o = {}; for (let i = 0; i < 2e4; i++) o["key" + i] = [o, i]; for (;;) console.log(o, [o, [o]])',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'output-one-huge-line',
    code: 'console.log("x".repeat(5e6), "y".repeat(5e6)); 1',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'output-evil-format',
    code: 'console.log({ [Symbol.toStringTag]: { toString() { for (;;); } }, get constructor() { for (;;); }, [Symbol.for("nodejs.util.inspect.custom")]() { for (;;); } }); console.log("%s %o %j", { toString() { for (;;); } }); 1',
    expected: ['value:1', 'timeout', 'error'],
  },
  {
    name: 'output-empty-lines',
    code: 'for (;;) console.log()',
    expected: ['memory', 'timeout'],
  },
  // Time and threads.
  {
    name: 'shared-memory-spin',
    code: 'const a = new Int32Array(new SharedArrayBuffer(4)); for (;;) Atomics.wait(a, 0, 0, 10)',
    expected: ['timeout', 'error'],
  },
  {
    name: 'wait-async',
    code: 'const a = new Int32Array(new SharedArrayBuffer(4)); const r = Atomics.waitAsync(a, 0, 0); r.value',
    expected: ['pending', 'error', 'timeout'],
  },
  {
    name: 'timers-that-stay',
    code: 'if (typeof setInterval === "function") setInterval(() => { for (;;); }, 0); if (typeof queueMicrotask === "function") queueMicrotask(function f() { queueMicrotask(f) }); 1',
    expected: ['value:1', 'timeout', 'memory', 'error'],
  },
  {
    name: 'webassembly-loop',
    code: 'if (typeof WebAssembly === "undefined") throw new Error("none"); const m = new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 7, 5, 1, 1, 102, 0, 0, 10, 9, 1, 7, 0, 3, 64, 12, 0, 11, 11])); new WebAssembly.Instance(m).exports.f()',
    expected: ['timeout', 'error'],
  },
  {
    name: 'webassembly-memory',
    code: 'if (typeof WebAssembly === "undefined") throw new Error("none"); const all = []; for (;;) { const m = new WebAssembly.Memory({ initial: 256 }); new Uint8Array(m.buffer).fill(1); all.push(m) }',
    expected: ['memory', 'error', 'timeout'],
  },
  {
    name: 'symbol-replace-loop',
    code: '"x".replace({ [Symbol.replace]() { for (;;) new Date().toLocaleString("de") } }, "y")',
    expected: ['timeout', 'error'],
  },
  {
    name: 'date-parse-and-json-revive',
    code: 'const text = "[" + "1,".repeat(1e5) + "1]"; for (;;) JSON.parse(text, function (k, v) { this[k + "x"] = v; return v })',
    expected: ['timeout', 'memory'],
  },
  ...hostileLanguage,
  ...hostileWorld,
  ...hostileSources,
]
