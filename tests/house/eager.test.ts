import { Session, type Profiler } from 'node:inspector/promises'
import { expect, test } from 'vitest'
import { withBrackets } from '../../bin/bundle/eager.ts'

/** Functions of every kind, most of them called, some before the line that declares them. */
const code = `import { sep } from 'node:path'
const early = later(2)
function later(n) { return n + inner(n); function inner(k) { return k * 10 } }
async function slow() { return 'slow' }
function* steps() { yield 1; yield* [2, 3] }
async function* waits() { yield 'a' }
function never() { return 'never' }
const arrow = (n) => [n].map((one) => one + 1)
const lazy = async (n) => n
const named = function own(n) { return n === 0 ? own.name : own(n - 1) }
class Parent { hello() { return 'parent' } static of() { return new this() } #own() { return 1 } own() { return this.#own() } get x() { return 'x' } }
class Queue { #items = []; static first = new Queue().add(1).size; add(one) { this.#put(one); return this } #put(one) { this.#items.push(one) } get size() { return this.#items.length } *all() { yield* this.#items } async 'one by one'() { return count(this.#items); function count(list) { return list.length } } constructor() { this.made = true } static size = Queue.first + 1 }
class Child extends Parent { hello() { return 'child' } over() { return super.hello() } }
const key = 'computed'
const object = { plain(n) { return this.base + n }, base: 40, async waits() { return 'w' }, *all() { yield 1 }, async *both() { yield 2 }, [key]() { return key }, get got() { return 'got' }, __proto__() { return 'p' }, 'a b'() { return 1 }, async() { return 2 }, 7() { return 7 }, arrow: () => 'arrow', f: function () { return 'f' } }
const child = { __proto__: { hello() { return 'up' } }, hello() { return super.hello() + '!' } }
const bracketed = (function () { return 'done' })()
export async function told() {
  const all = []
  for await (const one of waits()) all.push(one)
  for await (const one of object.both()) all.push(one)
  return [sep.length, early, later.name, await slow(), [...steps()], arrow(1), await lazy(3), named(2), named.name, Parent.of().hello(), new Parent().own(), new Parent().x, Queue.first, Queue.size, [...new Queue().add(2).add(3).all()], await new Queue().add(4)['one by one'](), Object.keys(new Queue()), new Queue().add.name, new Child().hello(), new Child().over(), object.plain(2), object.plain.name, await object.waits(), [...object.all()], object[key](), object.got, object.__proto__(), object['a b'](), object.async(), object[7](), object.arrow(), object.arrow.name, object.f(), object.f.name, child.hello(), bracketed, ...all]
}
`

async function run(text: string): Promise<unknown> {
  const module: { told: () => Promise<unknown> } = await import(`data:text/javascript,${encodeURIComponent(text)}`) // prettier-ignore
  return module.told()
}

test('functions in brackets do what they did, and those that were not called have none', async () => {
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  const before = await run(code)
  const { result } = await session.post('Profiler.takePreciseCoverage')
  session.disconnect()
  const url = `data:text/javascript,${encodeURIComponent(code)}`
  const functions: readonly Profiler.FunctionCoverage[] = result.find((one) => one.url === url)?.functions ?? [] // prettier-ignore
  const spans = new Set(functions.flatMap(({ ranges: [all] }) => all && all.count > 0 ? [`${all.startOffset}:${all.endOffset}`] : [])) // prettier-ignore
  const after = withBrackets(code, spans)
  expect(await run(after)).toEqual(before)
  for (const called of [
    'var later = (function(n) {',
    'var inner = (function(k) {',
    '{ static { Object.assign(this.prototype, { hello: (function() {',
    'add: (function(one) {',
    'all: (function*() {',
    "'one by one': (async function() {",
    'var count = (function(list) {',
    'var slow = (async function() {',
    'var steps = (function*() {',
    'var waits = (async function*() {',
    '((one) => one + 1)',
    '= (function own(n)',
    'plain: (function(n) {',
    'waits: (async function() {',
    'all: (function*() {',
    "'a b': (function() {",
    'async: (function() {',
    'f: (function () {',
  ])
    expect(after).toContain(called)
  for (const same of [
    'function never() {',
    'const lazy = async (n) => n',
    'get got() {',
    'get size() {',
    'static of() {',
    '#put(one) {',
    'class Child extends Parent { hello() {',
    '[key]() {',
    '__proto__() {',
    'hello() { return super',
  ])
    expect(after).toContain(same)
})
