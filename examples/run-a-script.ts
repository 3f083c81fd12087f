// Runs scripts that nobody has to trust: within bounds, with an input and functions of the host, and says what became of each.
// In a project of your own: import { openSandbox } from 'goap-engine/sandbox'

import { openSandbox, type Tool } from '../src/sandbox/index.ts'

const stock: Tool = {
  name: 'stock.of',
  description: 'How many there are of an article.',
  parameters: { type: 'string' },
  call: async (article) => (article === 'apple' ? 3 : 0),
}

await using sandbox = openSandbox({ backend: 'wasm', preset: 'restrictive' })

const scripts = {
  'counts.ts':
    'const all: string[] = input\nconst counts = await Promise.all(all.map((name) => stock.of(name)))\nconsole.log(`looked ${all.length} up`)\nObject.fromEntries(all.map((name, at) => [name, counts[at]]))',
  'endless.js': 'for (;;);',
  'wrong.ts': 'interface Part { price: number }\n\nstock.off("apple")',
  'curious.js': '[typeof process, typeof require, typeof fetch].join()',
}

for (const [file, code] of Object.entries(scripts)) {
  const language = file.endsWith('.ts') ? 'ts' : 'js'
  const result = await sandbox.execute({ code, file, language, input: ['apple', 'pear'], tools: [stock] }) // prettier-ignore
  const { status, stdout } = result
  if (result.status === 'success') console.log(file, status, JSON.stringify(result.value), stdout)
  else console.log(file, status, result.reason, result.error ? `line ${result.error.line}` : '')
}

const { wasm } = sandbox.metrics().backends
console.log(`${wasm?.executions} scripts, ${wasm?.byStatus.success} with a value`)
