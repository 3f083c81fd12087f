import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { editions, rewrite } from '../../src/sandbox/metered/quickjs.ts'
import { engineHash, rewrite as rewriteEmscripten } from '../../src/sandbox/quickjs/engine.ts'
import { hashOf, rewritten } from '../../src/sandbox/rewritten.ts'

// When metering or an engine has changed, this tells the new hashes; they stand in quickjs.ts and engine.ts.
test('what rewriting makes of the engines has the hashes that the sources name', async () => {
  expect({
    marked: hashOf(await rewrite(editions.marked)),
    plain: hashOf(await rewrite(editions.plain)),
    emscripten: hashOf(await rewriteEmscripten()),
  }).toEqual({ marked: editions.marked.hash, plain: editions.plain.hash, emscripten: engineHash })
})

const bytes = new TextEncoder().encode('a rewritten module')
const hash = hashOf(bytes)

/** Asks for the module in a folder, and tells what came, and how often it had to be made. */
async function ask(beside: string | null, made: Uint8Array<ArrayBuffer> = bytes) {
  let times = 0
  const make = async () => {
    times++
    return made
  }
  return { given: hashOf(await rewritten(hash, make, beside)), times }
}

const all = mkdtempSync(join(tmpdir(), 'goap-rewritten-'))
afterAll(() => rmSync(all, { recursive: true }))

const folder = (): string => mkdtempSync(join(all, 'one-'))

test("a module is made once and kept, in a folder that is the user's alone", async () => {
  const beside = folder()
  expect(await ask(beside)).toEqual({ given: hash, times: 1 })
  expect(await ask(beside)).toEqual({ given: hash, times: 0 })
  expect(statSync(join(beside, 'goap')).mode & 0o777).toBe(0o700)
  expect(readdirSync(join(beside, 'goap'))).toEqual([`${hash}.wasm`])
})

test('what was changed on disk, or cut short, is not used and made anew', async () => {
  for (const changed of ['a rewritten modulE', 'a rewr', '']) {
    const beside = folder()
    await ask(beside)
    writeFileSync(join(beside, 'goap', `${hash}.wasm`), changed)
    expect(await ask(beside)).toEqual({ given: hash, times: 1 })
    expect(await ask(beside)).toEqual({ given: hash, times: 0 })
  }
})

test('what has another hash than its source names is used and not kept', async () => {
  const beside = folder()
  const other = new TextEncoder().encode('of an edited source')
  expect(await ask(beside, other)).toEqual({ given: hashOf(other), times: 1 })
  expect(readdirSync(join(beside, 'goap'))).toEqual([])
})

test('nothing is kept in a folder that others may change, that leads elsewhere, or where no folder can be', async () => {
  const open = folder()
  mkdirSync(join(open, 'goap'))
  chmodSync(join(open, 'goap'), 0o777)
  const linked = folder()
  mkdirSync(join(linked, 'elsewhere'), { mode: 0o700 })
  symlinkSync(join(linked, 'elsewhere'), join(linked, 'goap'))
  const blocked = folder()
  writeFileSync(join(blocked, 'goap'), '')
  for (const beside of [open, linked, blocked, null])
    for (let round = 0; round < 2; round++)
      expect(await ask(beside)).toEqual({ given: hash, times: 1 })
  expect(readdirSync(join(open, 'goap'))).toEqual([])
  expect(readdirSync(join(linked, 'elsewhere'))).toEqual([])
})
