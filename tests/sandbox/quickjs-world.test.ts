import { expect, test, vi } from 'vitest'
import type { Job } from '../../src/sandbox/apart/exchange.ts'
import { limitsOf } from '../../src/sandbox/index.ts'
import { makeEngine } from '../../src/sandbox/quickjs/engine.ts'
import { makeWorld, type Beyond } from '../../src/sandbox/quickjs/world.ts'

const limits = limitsOf()

function job(text: string): Job {
  return { text, file: 'script.js', tools: ['echo'], input: '', limits, seed: 1, now: null }
}

/** A host that has the script stopped when it is asked for the nth time, whatever the script does then. */
function stoppingAt(nth: number): Beyond {
  let asked = 0
  return {
    call: (_, argument) => `=${argument}`,
    print: () => true,
    settled: () => undefined,
    stopped: () => (++asked >= nth ? 'wall' : undefined),
  }
}

test('wherever a script is stopped, also while its host answers it, the world is put back and nothing is said of it', async () => {
  const complained = vi.spyOn(console, 'error')
  const world = await makeWorld({ tools: ['echo'], limits }, await makeEngine())
  const code = 'for (;;) { try { echo("x".repeat(5e4)); console.log("y".repeat(5e4)) } catch {} }'
  for (let nth = 1; nth <= 60; nth++) {
    expect(world.run(job(code), stoppingAt(nth))).toEqual({ kind: 'stopped', reason: 'wall' })
    expect(world.renew().isUsable).toBe(true)
    expect(world.run(job('typeof left + echo(1)'), stoppingAt(Infinity))).toEqual({ kind: 'outcome', outcome: '="undefined1"' }) // prettier-ignore
    world.renew()
  }
  expect(complained).not.toHaveBeenCalled()
})

test('where memory ends while the value of a script is told, that is said, and null only of one that threw it', async () => {
  const limited = { ...limits, memory: 8 * 1024 * 1024 }
  const world = await makeWorld({ tools: [], limits: limited }, await makeEngine())
  const run = (text: string) => {
    const told = world.run({ ...job(text), tools: [], limits: limited }, stoppingAt(Infinity))
    world.renew()
    return told.kind === 'outcome' ? told.outcome : told.kind === 'stopped' ? told.reason : ''
  }
  for (const value of ['all', 'Promise.resolve(all)', 'await 1; all'])
    for (let size = 350_000; size <= 700_000; size += 50_000)
      expect(run(`const all = new Float64Array(${size}); ${value}`), `${value}, ${size}`).toMatch(/^memory$|"out of memory"|^="?[[{]/) // prettier-ignore
  expect(run('throw null')).toContain('"name":"null"')
  expect(run('try { new Uint8Array(1e9) } catch {} 5')).toBe('=5')
})
