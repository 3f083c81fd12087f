import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { backendNames, presets } from '../../src/sandbox/index.ts'
import { findWorkspace, loadSandboxOptions, parseConfiguration, readConfiguration, trust } from '../../src/workspace/index.ts' // prettier-ignore
import { sandboxSchema } from '../../src/workspace/sandbox-schema.ts'
import { goap } from '../cli/run.ts'
import { folderWith } from './folder.ts'

const read = async (sandbox: unknown): Promise<unknown> =>
  (await parseConfiguration(JSON.stringify({ sandbox }), 'c')).sandbox

test('a configuration says how scripts run; what it leaves out stays the default', async () => {
  expect(await read({})).toEqual({})
  expect(await read({ backend: 'hybrid', wasmRatio: 0.2, limits: { fuel: 'unbounded', wall: 10 }, pool: { size: 2 } })).toEqual({ backend: 'hybrid', wasmRatio: 0.2, limits: { fuel: Infinity, wall: 10 }, pool: { size: 2 } }) // prettier-ignore
  expect(await read({ fallback: ['quickjs'], allowWeaker: true, retry: { attempts: 1 }, breaker: { rest: 1 } })).toEqual({ fallback: ['quickjs'], allowWeaker: true, retry: { attempts: 1 }, breaker: { rest: 1 } }) // prettier-ignore
})

test.each([
  [{ backend: 'qjs' }, '"sandbox.backend": Invalid option'],
  [{ wasmRatio: 2 }, '"sandbox.wasmRatio": Too big'],
  [{ limits: { wall: -1 } }, '"sandbox.limits.wall": Too small'],
  [{ limits: { memmory: 1 } }, 'there is no "sandbox.limits.memmory". Did you mean "sandbox.limits.memory"?'], // prettier-ignore
  [{ pol: {} }, 'there is no "sandbox.pol". Did you mean "sandbox.pool"?'],
])('%j is told with its place', async (sandbox, message) => {
  await expect(read(sandbox)).rejects.toMatchObject({
    code: 'workspace/bad-configuration',
    message: expect.stringContaining(message),
  })
})

test('the configuration knows the backends and presets that the sandbox has', () => {
  const { backend, preset, limits } = sandboxSchema.unwrap().shape
  expect(backend.unwrap().options).toEqual([...backendNames, 'hybrid'])
  expect(preset.unwrap().options).toEqual(Object.keys(presets))
  expect(Object.keys(limits.unwrap().shape)).toEqual(Object.keys(presets.default))
})

test('the call itself is heard first, then MCP_SANDBOX_BACKEND, then the configuration', async () => {
  const folder = folderWith({ 'goap.config.json': '{ "sandbox": { "backend": "process", "preset": "permissive" } }' }) // prettier-ignore
  const workspace = findWorkspace(folder, { environment: {} })
  const configuration = await readConfiguration(workspace.configuration)
  const environment = { MCP_SANDBOX_BACKEND: 'quickjs' }
  const load = async (flags: object): Promise<unknown> =>
    (await loadSandboxOptions(workspace, configuration, flags)).options
  expect(await load({ environment: {} })).toEqual({ backend: 'process', chosenBy: 'chosen by the configuration', preset: 'permissive' }) // prettier-ignore
  expect(await load({ environment })).toMatchObject({ backend: 'quickjs', chosenBy: 'chosen by MCP_SANDBOX_BACKEND' }) // prettier-ignore
  expect(await load({ environment, backend: 'wasm', backendOption: '--backend' })).toMatchObject({ backend: 'wasm', chosenBy: 'chosen by --backend' }) // prettier-ignore
  await expect(load({ environment: { MCP_SANDBOX_BACKEND: 'docker' } })).rejects.toMatchObject({ code: 'sandbox/unknown-backend' }) // prettier-ignore
  await expect(load({ backend: 'docker', backendOption: '--backend' })).rejects.toThrow('--backend is "docker"') // prettier-ignore
})

test('that weaker isolation may stand in counts only in a configuration that is trusted', async () => {
  const folder = folderWith({ 'goap.config.json': '{ "sandbox": { "allowWeaker": true } }' })
  execFileSync('git', ['init', '-q', folder])
  const environment = { GOAP_HOME: `${folder}/home` }
  const workspace = findWorkspace(folder, { environment })
  const configuration = await readConfiguration(workspace.configuration)
  const load = (): Promise<unknown> => loadSandboxOptions(workspace, configuration, { environment })
  expect(await load()).toMatchObject({
    options: { allowWeaker: false },
    note: '"sandbox.allowWeaker" of goap.config.json does not count: it is not committed. Look at it, then `goap trust`.',
  })
  await trust(workspace)
  expect(await load()).toMatchObject({ options: { allowWeaker: true }, note: null })
})

test('a run has its scripts where the configuration says, and its evidence says so', async () => {
  const plan = '# One\n\n- [ ] **A1**: Compute\n  - Agent: script\n\n  ```js\n  ;({ two: 1 + 1 })\n  ```\n' // prettier-ignore
  const folder = folderWith({ 'plan.md': plan, 'goap.config.json': '{ "sandbox": { "backend": "quickjs" } }' }) // prettier-ignore
  const { code, out } = await goap(folder, ['execute', 'plan.md', '--json'])
  expect(code).toBe(0)
  const events = out.trimEnd().split('\n').map((line) => JSON.parse(line) as { type?: string }) // prettier-ignore
  expect(events.find(({ type }) => type === 'task.finished')).toMatchObject({
    outcome: { outputs: { two: 2 }, evidence: [{ backend: 'quickjs', why: 'chosen by the configuration' }] }, // prettier-ignore
  })
})
