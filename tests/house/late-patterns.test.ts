import { expect, test } from 'vitest'
import { withLatePatterns } from '../../bin/bundle/late-patterns.ts'

/** Patterns of every kind, and the ways in which a name may be used or declared anew. */
const code = `import { sep } from 'node:path'
const once = /^a+$/i
const twice = new RegExp('b' + unitOf())
function unitOf() { return 'c' }
const unit = 'x'
const joined = new RegExp(\`^\${unit}y$\`, 'u')
const sticky = /a/y
const early = /e/
const wasEarly = early.test('e')
const shared = /s/
const list = [shared]
const shadowed = /s/
const shorthand = /h/
const parameter = /p/
const unused = /u/
const inside = /i/
const made = new RegExp(['a'].map((one) => one + inside.source).join('|'))
export const exported = /x/
const alone = /in a class/
class Used { alone = 1; has(text) { return alone.test(text) } }
export function told(text, at = 0) {
  const unit = 'z'
  const inner = (shadowed) => shadowed + 1
  const { parameter } = { parameter: 2 }
  const object = { shorthand, once: 3 }
  return [sep.length, once.test(text), twice.exec('abc')?.index, 'zbc'.replace(twice, ''), joined.test('xy'), unit, sticky.test('a'), sticky.lastIndex, wasEarly, list[0].test(text), shared.source, inner(1), parameter, object.shorthand.source, object.once, exported.flags, new Used().has('in a class'), new Used().alone, shadowed.flags, made.test('ai'), inside.test(text)]
}
`

async function run(text: string): Promise<unknown> {
  const module: { told: (text: string) => unknown } = await import(`data:text/javascript,${encodeURIComponent(text)}`) // prettier-ignore
  return [module.told('aaa'), module.told('sb')]
}

test('patterns that are made late find what they found', async () => {
  const late = withLatePatterns(code)
  expect(await run(late)).toEqual(await run(code))
  for (const made of [
    'let once;\n',
    '(once ??= /^a+$/i).test(text)',
    "let twice; const twice$late = () => twice ??= new RegExp('b' + unitOf());",
    "twice$late().exec('abc')?.index, 'zbc'.replace(twice$late(), '')",
    'joined$late().test',
    '(alone ??= /in a class/).test(text)',
  ])
    expect(late).toContain(made)
})

test('patterns that know where they stand, that are handed on, or whose name means something else somewhere, are made as ever', () => {
  const late = withLatePatterns(code)
  for (const kept of [
    'const sticky = /a/y',
    'const early = /e/',
    'const shared = /s/',
    'const shadowed = /s/',
    'const shorthand = /h/',
    'const parameter = /p/',
    'const unused = /u/',
    'const made = new RegExp(',
    'export const exported = /x/',
  ])
    expect(late).toContain(kept)
})

test('a module without patterns is left as it is', () => {
  expect(withLatePatterns('export const one = 1\n')).toBe('export const one = 1\n')
})
