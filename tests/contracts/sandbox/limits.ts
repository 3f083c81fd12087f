import { expect } from 'vitest'
import { presets, type SandboxResult } from '../../../src/sandbox/index.ts'
import { brief, generous, type Subject } from './subject.ts'

const mebibyte = 1024 * 1024

/** Each bound holds, is told by its name, and leaves what was printed before. */
export function limitsContract({ it, run, backend }: Subject): void {
  const endless: readonly string[] = [
    'for (;;);',
    'while (true) { try { for (;;); } catch {} }',
    'function f() { try { for (;;); } finally { for (;;); } } f()',
    '(async () => { for (;;) await 0 })()',
    'await 0; for (;;);',
    'Promise.resolve().then(() => { for (;;); })',
    '({ toJSON() { for (;;); } })',
    '({ get a() { for (;;); } })',
    'throw { get message() { for (;;); }, get name() { for (;;); }, get stack() { for (;;); } }',
    'console.log({ get a() { for (;;); }, toString() { for (;;); }, [Symbol.toPrimitive]() { for (;;); } }); for (;;);',
  ]
  for (const code of endless)
    it(`\`${code.slice(0, 60)}\` ends at its deadline`, async () => {
      const ended = async (wall: number): Promise<SandboxResult> =>
        run(`console.log("before");\n${code}`, { limits: { wall } })
      let result = await ended(brief)
      // On a busy machine a deadline may come before the script's first step.
      for (let wall = 2 * brief; result.stdout === '' && wall <= generous; wall *= 2)
        result = await ended(wall)
      // What a thrown thing says of itself need not be asked.
      if (code.startsWith('throw')) {
        expect(['error', 'timeout']).toContain(result.status)
        return
      }
      expect(result).toMatchObject({ status: 'timeout', reason: 'wall' })
      expect(result.stdout).toMatch(/^before\n/)
    })

  it(
    'a script is stopped in the middle of one long built-in function',
    async () => {
      for (const code of [
        'Array.prototype.indexOf.call({ length: 2 ** 53 - 1 }, 1)',
        '/^(a+)+$/.test("a".repeat(40) + "!")',
        '[].lastIndexOf.call({ length: 2 ** 53 - 1 }, 1)',
      ]) {
        const result = await run(code, { limits: { wall: brief } })
        expect(result, code).toMatchObject({ status: 'timeout', reason: 'wall' })
      }
    },
    ({ preemptive }) => preemptive,
  )

  it(
    'what runs out of fuel is stopped, always at the same place',
    async () => {
      const code = 'let n = 0\nfor (;;) { n++; if (n % 100 === 0) console.log(n) }'
      const limits = { fuel: 200_000 }
      const [one, two] = [await run(code, { limits }), await run(code, { limits })]
      expect(one).toMatchObject({ status: 'timeout', reason: 'fuel' })
      expect([two.stdout, two.fuel]).toEqual([one.stdout, one.fuel])
      expect(one.stdout).toMatch(/^100\n200\n/)
      expect(await run(code, { limits: { fuel: 400_000 } })).toMatchObject({ reason: 'fuel' })
    },
    ({ fuel }) => fuel,
  )

  it(
    'no catching of anything brings fuel back',
    async () => {
      const codes = [
        'for (;;) { try { for (;;); } catch {} finally { continue } }',
        'const f = async () => { for (;;) { try { await 0; for (;;); } catch {} } }; f()',
        'new Promise((resolve) => { try { for (;;); } finally { resolve(1) } })',
      ]
      for (const code of codes)
        expect(await run(code, { limits: { fuel: 200_000 } }), code).toMatchObject({
          status: 'timeout',
          reason: 'fuel',
        })
    },
    ({ fuel }) => fuel,
  )

  it(
    'fuel counts the work, the same in every run',
    async () => {
      const work = (n: number): string => `let s = 0; for (let i = 0; i < ${n}; i++) s += i; s`
      const spent = async (n: number): Promise<number> => (await run(work(n))).fuel ?? 0
      const small = await spent(10_000)
      expect(await spent(10_000)).toBe(small)
      expect(await spent(20_000)).toBeGreaterThan(small + 10_000)
    },
    ({ fuel }) => fuel,
  )

  const bombs: readonly string[] = [
    'const a = []; for (;;) a.push(new Array(1e5).fill(1))',
    'const a = []; for (;;) a.push(new Uint8Array(1e6).fill(1))',
    'const a = []; let i = 0; for (;;) a.push({ i: i++, s: "x".repeat(1000) + i })',
    'const a = []; for (;;) { try { for (;;) a.push(new Array(1e4).fill(1)) } catch {} }',
    'await 0; const m = new Map(); for (let i = 0; ; i++) m.set(i, [i])',
  ]
  for (const code of bombs)
    it(
      `\`${code.slice(0, 60)}\` meets the bound of memory`,
      async () => {
        const result = await run(`console.log("before");\n${code}`, {
          limits: { memory: 16 * mebibyte, wall: code.includes('catch') ? 1000 : 10_000 },
        })
        if (code.includes('catch')) expect(['violation', 'timeout']).toContain(result.status)
        else expect(result).toMatchObject({ status: 'violation', reason: 'memory' })
        expect(result.stdout).toBe('before\n')
        expect(result.memory ?? 0).toBeLessThanOrEqual(64 * mebibyte)
      },
      ({ memory }) => memory,
    )

  it(
    'one block that is larger than the bound of memory is not had',
    async () => {
      for (const code of [
        'new Uint8Array(2 ** 30).length',
        'new ArrayBuffer(2 ** 31 - 1).byteLength',
      ]) {
        const result = await run(code, { limits: { memory: 16 * mebibyte } })
        expect(['violation', 'error'], code).toContain(result.status)
      }
    },
    ({ memory }) => memory,
  )

  it('what is within the bound of memory is had', async () => {
    const code = 'const a = new Uint8Array(4 * 1024 * 1024).fill(7); a[a.length - 1]'
    const result = await run(code, { limits: { memory: 32 * mebibyte } })
    expect(result).toMatchObject({ status: 'success', value: 7 })
    if (backend().abilities.peak) expect(result.memory).toBeGreaterThanOrEqual(4 * mebibyte)
  })

  it('recursion without end is an error of the script, and it may catch it', async () => {
    for (const code of [
      'function f() { return f() + 1 } f()',
      'const o = { toString() { return "" + this } }; "" + o',
      'const o = { get a() { return this.a } }; o.a',
      'async function f() { return await f() } f()',
    ])
      expect(await run(code), code).toMatchObject({ status: 'error', reason: 'stack' })
    const caught = 'function f() { return f() + 1 } try { f() } catch { "caught" }'
    expect(await run(caught)).toMatchObject({ status: 'success', value: 'caught' })
  })

  it('text that nests too deeply is no harm', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`
    for (const code of [
      deep,
      `JSON.parse(${JSON.stringify(deep)}).length`,
      `eval(${JSON.stringify(deep)}).length`,
    ]) {
      const result = await run(code)
      expect(['success', 'error', 'violation']).toContain(result.status)
    }
  })

  it('printing too much is a violation, and what was printed before is kept', async () => {
    const result = await run('for (;;) console.log("0123456789")', { limits: { output: 1005 } })
    expect(result).toMatchObject({ status: 'violation', reason: 'output' })
    expect(result.stdout.startsWith('0123456789\n'.repeat(91))).toBe(true)
    expect(Buffer.byteLength(result.stdout)).toBeLessThanOrEqual(1005)
  })

  it('both streams share one bound, and no character is cut in two', async () => {
    const code = 'for (;;) { console.log("ä€😀"); console.error("ä€😀") }'
    const result = await run(code, { limits: { output: 101 } })
    expect(result).toMatchObject({ status: 'violation', reason: 'output' })
    expect(Buffer.byteLength(result.stdout + result.stderr)).toBeLessThanOrEqual(101)
    expect(result.stdout + result.stderr).toMatch(/^[ä€😀\n]+$/u)
  })

  it('no catching helps against a bound of output', async () => {
    const code = 'for (;;) { try { console.log("x") } catch {} }'
    const result = await run(code, { limits: { output: 100, wall: 10_000 } })
    expect(result).toMatchObject({ status: 'violation', reason: 'output' })
  })

  it('output up to the bound is no violation', async () => {
    const result = await run('console.log("x".repeat(99)); 1', { limits: { output: 100 } })
    expect(result).toMatchObject({ status: 'success', value: 1 })
    expect(await run('console.log("x".repeat(100)); 1', { limits: { output: 100 } })).toMatchObject(
      {
        reason: 'output',
      },
    )
  })

  it('a result that is too large is a violation', async () => {
    for (const code of [
      '"y".repeat(2000)',
      '"€".repeat(400)',
      'Array.from({ length: 600 }, () => 1)',
    ])
      expect(await run(code, { limits: { value: 1000 } }), code).toMatchObject({
        status: 'violation',
        reason: 'value',
      })
    expect(await run('"y".repeat(998)', { limits: { value: 1000 } })).toMatchObject({
      status: 'success',
    })
  })

  it('a source of 10 MB has a clear result', async () => {
    const pad = `/*${' '.repeat(10 * mebibyte)}*/`
    const result = await run(`${pad}\n1 + 1`)
    if (result.status === 'success') expect(result.value).toBe(2)
    else expect(result.status).toBe('violation')
    const many = await run(new TextEncoder().encode('x = 1;\n'.repeat(1_500_000)), {
      limits: { wall: presets.default.wall },
    })
    expect(['success', 'violation', 'timeout']).toContain(many.status)
  })

  it('a promise that nothing can settle is told at once', async () => {
    for (const code of [
      'new Promise(() => {})',
      'await new Promise(() => {})',
      'await { then() {} }',
    ]) {
      const result = await run(`console.log("before");\n${code}`)
      expect(result, code).toMatchObject({
        status: 'timeout',
        reason: 'pending',
        stdout: 'before\n',
      })
    }
  })

  it('a script that was cancelled before its start does not run', async () => {
    const result = await run('console.log("ran")', {}, AbortSignal.abort())
    expect(result).toMatchObject({ status: 'timeout', reason: 'cancelled', stdout: '' })
  })

  it('a script that waits is cancelled', async () => {
    const cancel = new AbortController()
    const wait = {
      name: 'wait',
      call: async (): Promise<null> => {
        setImmediate(() => cancel.abort())
        return new Promise<never>(() => {})
      },
    }
    const result = await run(
      'console.log("before"); await wait()',
      { tools: [wait] },
      cancel.signal,
    )
    expect(result).toMatchObject({ status: 'timeout', reason: 'cancelled', stdout: 'before\n' })
  })

  it(
    'a script that computes is cancelled',
    async () => {
      const cancel = new AbortController()
      const begun = { name: 'begun', call: () => void setImmediate(() => cancel.abort()) }
      const result = await run('begun(); for (;;);', { tools: [begun] }, cancel.signal)
      expect(result).toMatchObject({ status: 'timeout', reason: 'cancelled' })
    },
    ({ apart }) => apart,
  )
}
