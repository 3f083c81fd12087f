import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { folderWith } from '../workspace/folder.ts'
import { packageJson } from './package-file.ts'

const compiler = resolve('node_modules/typescript/bin/tsc')
const { name, dependencies, exports } = packageJson()
const doors = Object.keys(exports).filter((door) => !door.endsWith('.json'))

const options = {
  module: 'nodenext',
  target: 'es2024',
  strict: true,
  noEmit: true,
  skipLibCheck: false,
  types: ['node'],
  lib: ['es2024', 'esnext.disposable'],
}
const use = `${doors.map((door, index) => `import * as door${index} from '${door.replace('.', name)}'`).join('\n')}
import { read, type Plan } from '${name}'
export const plan: Plan = read('# Plan: P', 'p.md').plan
export const wrong: number = plan
export const all = [${doors.map((_door, index) => `door${index}`).join(', ')}]
`

test('who uses the package gets types, with every door and with nothing installed but its dependencies', () => {
  const folder = folderWith({
    'package.json': '{ "type": "module" }',
    'tsconfig.json': JSON.stringify({ compilerOptions: options, include: ['use.ts'] }),
    'use.ts': use,
  })
  const root = join(folder, 'node_modules', name)
  mkdirSync(root, { recursive: true })
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json', '--outDir', join(root, 'dist')]) // prettier-ignore
  cpSync('package.json', join(root, 'package.json'))
  mkdirSync(join(folder, 'node_modules/@types'))
  mkdirSync(join(folder, 'node_modules/@dagrejs'))
  mkdirSync(join(folder, 'node_modules/@jitl'))
  const installed = [...Object.keys(dependencies), 'graphology-types', 'events', 'undici-types']
  for (const one of [
    ...installed,
    '@types/node',
    '@types/mdast',
    '@types/hast',
    '@types/unist',
    '@types/estree',
    '@types/estree-jsx',
  ])
    // prettier-ignore
    symlinkSync(resolve('node_modules', one), join(folder, 'node_modules', one))
  const { stdout } = spawnSync(process.execPath, [compiler, '-p', '.', '--preserveSymlinks'], { cwd: folder, encoding: 'utf8' }) // prettier-ignore
  expect(stdout.trim().split('\n')).toEqual([
    expect.stringMatching(
      /^use\.ts\(\d+,14\): error TS2322: Type 'Plan' is not assignable to type 'number'\.$/,
    ),
  ])
})
