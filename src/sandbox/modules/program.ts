import { prelude } from '../guest/prelude.ts'

/** Functions of the host in a compiled script, given to `program` in this order: see glue.ts. */
export const primitives = ['w1', 'w2', 'r', 'n', 'x'] as const

/**
 * Source of the function that serves a compiled script in the guest. It takes the primitives and gives three functions for the glue: what
 * to do with the result of the script, with what it threw, and when nothing is left to run. The input is read when the script first
 * asks for it.
 */
export const program = `(function (w1, w2, r, n, x) {
'use strict'
const { parse } = JSON
const { defineProperty } = Object
const { then } = Promise.prototype
const { apply } = Reflect
let isTold = false
const guest = (${prelude})((which, text) => {
  if (which === -1) w1(text + '\\n')
  else if (which === -2) w2(text + '\\n')
  else tell(text)
  return ''
})
function tell(outcome) {
  if (outcome === '') return
  isTold = true
  if (outcome[0] === '=') return
  const { name, message, stack } = parse(outcome.slice(1))
  w2((message === '' ? name : name + ': ' + message) + '\\n' + stack)
  x(1)
}
defineProperty(globalThis, 'input', {
  configurable: true,
  get() {
    const text = r()
    const value = text === '' ? undefined : parse(text)
    defineProperty(globalThis, 'input', { value, writable: true, enumerable: false })
    return value
  },
})
defineProperty(Math, 'random', {
  value: function random() {
    return ((n() >>> 5) * 67108864 + (n() >>> 6)) / 9007199254740992
  },
})
return [
  (result) => {
    apply(then, result, [({ value }) => tell(guest.finish(value)), (thrown) => tell(guest.fail(thrown))])
  },
  (thrown) => tell(guest.fail(thrown)),
  () => {
    if (isTold) return
    w2('The promise of the script can never settle.\\n')
    x(1)
  },
]
})`
