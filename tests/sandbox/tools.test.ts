import { expect, test, vi } from 'vitest'
import type { Json } from '../../src/base/index.ts'
import { checked, declarations, lazily, type JsonSchema, type Tool } from '../../src/sandbox/index.ts' // prettier-ignore
import { standIn, type StandIn } from './stand-in.ts'

function tool(name: string, fields: Partial<Tool> = {}): Tool {
  return { name, call: (argument) => argument, ...fields }
}

const { signal } = new AbortController()
const person: JsonSchema = {
  type: 'object',
  properties: { name: { type: 'string', minLength: 1 }, tags: { type: 'array', items: { enum: ['a', 'b'] } } },
  required: ['name'],
  additionalProperties: false,
} // prettier-ignore

test.each<readonly [Json | undefined, string]>([
  [undefined, 'greet: $: expected object, received undefined'],
  [{}, 'greet: $.name: expected string, received undefined'],
  [{ name: '' }, 'greet: $.name: Too small: expected string to have >=1 characters'],
  [{ name: 'x', tags: ['a', 'c'] }, 'greet: $.tags[1]: Invalid option: expected one of "a"|"b"'],
  [{ name: 'x', age: 3 }, 'greet: $: Unrecognized key: "age"'],
])('an argument %j is refused: %s', (argument, message) => {
  const call = vi.fn<Tool['call']>()
  const greet = checked(tool('greet', { parameters: person, call }))
  expect(() => greet.call(argument, { signal })).toThrow(new TypeError(message))
  expect(call).not.toHaveBeenCalled()
})

test('of a union the branch is told that got furthest', () => {
  const parameters = { anyOf: [{ type: 'string' }, { type: 'object', properties: { id: { type: 'integer' } } }] } // prettier-ignore
  const find = checked(tool('find', { parameters }))
  expect(() => find.call({ id: 'x' }, { signal })).toThrow('find: $.id: expected number, received string') // prettier-ignore
  expect(() => find.call(3, { signal })).toThrow('find: $: expected string, received number, or expected object, received number') // prettier-ignore
})

test('a tool gets what the script gave, not what the schema makes of it', () => {
  const parameters = { type: 'object', properties: { n: { type: 'integer', default: 7 } } }
  expect(checked(tool('same', { parameters })).call({}, { signal })).toEqual({})
})

test('a schema that cannot be checked is told when the tool is called', () => {
  const odd = checked(tool('odd', { parameters: { if: { type: 'string' } } }))
  expect(() => odd.call('x', { signal })).toThrow(expect.objectContaining({ code: 'sandbox/bad-script', message: expect.stringContaining('The parameters of the tool "odd" cannot be checked') })) // prettier-ignore
})

test('declarations say names, arguments and answers in TypeScript', () => {
  const tree: JsonSchema = { $ref: '#/$defs/node', $defs: { node: { type: 'object', properties: { below: { type: 'array', items: { $ref: '#/$defs/node' } } } } } } // prettier-ignore
  const text = declarations([
    tool('files.read', { description: 'The text of a file.', parameters: { type: 'string' }, returns: { type: 'string' } }),
    tool('files.list', { description: 'Paths.\nSorted.', parameters: { type: ['string', 'null'] }, returns: { type: 'array', items: { type: 'string' } } }),
    tool('greet', { parameters: person, returns: { anyOf: [{ const: true }, { type: 'null' }] } }),
    tool('plant', { parameters: tree }),
    tool('pair', { parameters: { type: 'array', prefixItems: [{ type: 'integer' }, { type: 'boolean' }], items: false } }),
    tool('note', { description: 'ends */ early' }),
  ]) // prettier-ignore
  expect(text)
    .toBe(`type Json = string | number | boolean | null | Json[] | { [name: string]: Json }
type Answer<T> = T | Promise<T>

declare const files: {
  /** The text of a file. */
  read(argument: string): Answer<string>
  /**
   * Paths.
   * Sorted.
   */
  list(argument: string | null): Answer<string[]>
}
declare function greet(argument: { name: string; tags?: ("a" | "b")[] }): Answer<true | null>
declare function plant(argument: { below?: Json[] }): Answer<Json>
declare function pair(argument: [number, boolean]): Answer<Json>
/** ends * / early */
declare function note(argument?: Json): Answer<Json>
`)
  expect(declarations([])).toBe('')
})

test('a lazy sandbox is opened by its first script, once, and closed with it', async () => {
  const inner = standIn()
  const open = vi.fn<() => Promise<StandIn>>(async () => inner)
  const sandbox = lazily(open)
  expect(open).not.toHaveBeenCalled()
  const results = await Promise.all([sandbox.execute({ code: '1' }), sandbox.execute({ code: '2' })]) // prettier-ignore
  expect(results).toMatchObject([{ value: 1 }, { value: 2 }])
  expect(open).toHaveBeenCalledOnce()
  await sandbox[Symbol.asyncDispose]()
  expect(inner.isClosed()).toBe(true)
  await expect(sandbox.execute({ code: '1' })).rejects.toThrow(
    expect.objectContaining({ code: 'sandbox/closed' }),
  )
})

test('a lazy sandbox that nobody used opens nothing when it is closed, and one that failed is tried again', async () => {
  const open = vi.fn<() => Promise<StandIn>>(async () => standIn())
  await lazily(open)[Symbol.asyncDispose]()
  expect(open).not.toHaveBeenCalled()
  open.mockRejectedValueOnce(new Error('not yet'))
  const sandbox = lazily(open)
  await expect(sandbox.execute({ code: '1' })).rejects.toThrow('not yet')
  expect(await sandbox.execute({ code: '1' })).toMatchObject({ value: 1 })
})
