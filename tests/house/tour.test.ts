import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, expect, test } from 'vitest'

const run = promisify(execFile)
const readme = readFileSync('README.md', 'utf8')
const folder = mkdtempSync(join(tmpdir(), 'goap-tour-'))
afterAll(() => rmSync(folder, { recursive: true }))

const [, release = ''] = /```markdown\n(# Release[\s\S]*?)```/.exec(readme) ?? []

test('goap check says of the plan of the tour what the README shows', async () => {
  writeFileSync(join(folder, 'release.md'), release.replace('Depends on: B1', 'Depends on: B9'))
  const [, shown] = /\$ npx goap check release\.md\n([\s\S]*?)```/.exec(readme) ?? []
  await expect(goap('check', 'release.md')).rejects.toMatchObject({ code: 3, stdout: shown })
})

test('without permission the plan of the tour waits as the README shows', async () => {
  writeFileSync(join(folder, 'release.md'), release)
  const [, shown = ''] = /\$ npx goap execute release\.md\n([\s\S]*?)…/.exec(readme) ?? []
  const told = await goap('execute', 'release.md').catch((error: { stdout: string }) => error)
  expect(plain(told.stdout).startsWith(plain(shown)), told.stdout).toBe(true)
})

test('the goal of the tour is reached another way, as the README shows', async () => {
  const [, publish = ''] = /```markdown\n(# Publish[\s\S]*?)```/.exec(readme) ?? []
  writeFileSync(join(folder, 'publish.md'), publish)
  const [, shown = ''] = /\$ npx goap execute publish\.md --yes\n([\s\S]*?)```/.exec(readme) ?? []
  const told = await goap('execute', 'publish.md', '--yes')
  expect(plain(told.stdout)).toBe(plain(shown))
})

test('the ten lines of the library work', async () => {
  writeFileSync(join(folder, 'release.md'), release.replaceAll(/sleep \d/g, 'sleep 0'))
  const [, lines = ''] = /## The library in ten lines\n\n```ts\n([\s\S]*?)```/.exec(readme) ?? []
  expect(
    lines
      .trim()
      .split('\n')
      .filter((line) => line !== '').length,
  ).toBeLessThanOrEqual(10)
  const source = pathToFileURL(resolve('src/index.ts')).href
  writeFileSync(join(folder, 'library.ts'), lines.replace("'goap-engine'", `'${source}'`))
  const { stdout } = await run(process.execPath, ['library.ts'], { cwd: folder })
  expect(stdout).toMatch(/^0 run\.started\n[\s\S]*\d+ task\.finished\n[\s\S]*\nwaiting\n$/)
})

function plain(text: string): string {
  return text.replace(/\d{8}-\d{6}-\w{5}/g, 'RUN').replace(/[\d.]+ s/g, 'TIME')
}

function goap(...argv: string[]): Promise<{ readonly stdout: string }> {
  const environment = { ...process.env, CI: 'true', NO_COLOR: '1', GOAP_HOME: join(folder, 'home') }
  const options = { cwd: folder, env: environment }
  return run(process.execPath, [resolve('bin/goap.js'), ...argv], options)
}
