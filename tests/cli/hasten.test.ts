import { spawnSync } from 'node:child_process'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

// What Node's own patterns do: they run before the settings of V8 are changed, and again on texts that are put together behind it.
const script = `const patterns = Array.from({ length: 200 }, (_, index) => new RegExp('%' + index + 'F|%5C', 'i'))
for (const pattern of patterns) pattern.exec('/a/b')
const { hasten } = await import(process.argv[1])
hasten()
for (let round = 0; round < 200; round++)
  for (const pattern of patterns) {
    const text = ['/some/folder', '/a-longer-name-' + round].reduce((all, part) => all + part, '') + '/z.js'
    if (pattern.test(text) || pattern.test(text.slice(3))) throw new Error('a pattern matches what it does not')
  }
process.stdout.write('done')`

test('patterns that ran before V8 was told to hurry run behind it', { timeout: 60_000 }, () => {
  const file = pathToFileURL('src/cli/hasten.ts').href
  // With `--no-regexp-tier-up` nearly each of these processes ends by SIGSEGV.
  for (let time = 0; time < 4; time++) {
    const { status, signal, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', script, file], { encoding: 'utf8' }) // prettier-ignore
    expect({ status, signal, stdout }, stderr).toEqual({ status: 0, signal: null, stdout: 'done' })
  }
})
