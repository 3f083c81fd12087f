import { expect, test } from 'vitest'
import { readStack } from '../../src/sandbox/guest/stacks.ts'
import { limitsOf, type Script } from '../../src/sandbox/index.ts'
import { readSource, type Source } from '../../src/sandbox/source.ts'

const read = (script: Script) =>
  readSource({ ...script, limits: limitsOf('default', script.limits), why: 'a test' })

function readable(script: Script): Source {
  const source = read(script)
  if ('status' in source) throw new Error(`It should be readable: ${source.error.message}`)
  return source
}

test('JavaScript is taken as it is, from text or bytes', () => {
  expect(readable({ code: 'a\n' })).toMatchObject({ file: 'script.js', text: 'a\n' })
  const bytes = new TextEncoder().encode('"ü😀"')
  expect(readable({ code: bytes, file: 'my.js' })).toMatchObject({ file: 'my.js', text: '"ü😀"' })
})

test.each([
  [[0x61, 0xff, 0x62], 1],
  [[0xc3], 0],
  [[0x61, 0x62, 0xe2, 0x82], 2],
  [[0x61, 0xed, 0xa0, 0x80], 1],
  [[...Array.from({ length: 999 }, () => 0x61), 0xc0, 0x80], 999],
])('bytes that are not UTF-8 are named by their place: %j', (bytes, at) => {
  expect(read({ code: new Uint8Array(bytes) })).toMatchObject({
    status: 'error',
    reason: 'syntax',
    error: { message: `The source is not UTF-8: the byte at ${at} belongs to no character.` },
  })
})

test.each([['x'.repeat(11)], ['ü'.repeat(6)], [new Uint8Array(11)]])(
  'a source of more bytes than allowed is refused',
  (code) => {
    expect(read({ code, limits: { value: 10 } })).toMatchObject({
      status: 'violation',
      reason: 'source',
      error: { message: expect.stringMatching(/^The source has 1[12] bytes, more than the 10 /) },
    })
  },
)

const source = readable({ code: '\n'.repeat(20), file: 'my script.js' })

test('the stack of QuickJS is read', () => {
  const stack = '    at f (my script.js:2:9)\n    at goap (goap:guest:5:1)\n    at map (native)\n    at <eval> (my script.js:7:1)\n    at other (x.js:1:1)\n' // prettier-ignore
  expect(readStack(stack, source)).toStrictEqual({
    stack: '    at f (my script.js:2:9)\n    at map (native)\n    at <eval> (my script.js:7:1)',
    line: 2,
    column: 9,
  })
})

test('the stack of V8 is read, without the frames of the host', () => {
  const stack = 'TypeError: no\n    at f (my script.js:3:5)\n    at my script.js:9:1\n    at run (/host/main.js:1:1)' // prettier-ignore
  expect(readStack(stack, source)).toStrictEqual({
    stack: '    at f (my script.js:3:5)\n    at my script.js:9:1',
    line: 3,
    column: 5,
  })
})

test('where V8 could not parse is read from its marks', () => {
  const stack = "my script.js:2\n  let x = ;\n          ^\n\nSyntaxError: Unexpected token ';'\n    at new Script (node:vm:1:1)" // prettier-ignore
  expect(readStack(stack, source)).toStrictEqual({ stack: '', line: 2, column: 11 })
})

test.each([
  'my script.js:99:1',
  'my script.js:0:1',
  'my script.js:1:0',
  'my script.js:99999999999999999999:1',
])('a place that is not in the source is none: %s', (place) => {
  expect(readStack(`    at f (${place})\n    at g (my script.js:4:2)`, source)).toStrictEqual({
    stack: `    at f (${place})\n    at g (my script.js:4:2)`,
    line: 4,
    column: 2,
  })
})

test('a stack that says nothing of the script has no place', () => {
  expect(readStack('at nowhere', source)).toStrictEqual({ stack: '', line: null, column: null })
})
