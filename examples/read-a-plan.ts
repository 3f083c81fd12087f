// Reads a plan document and shows what was understood, with the place of each task.
// In a project of your own: import { read } from 'goap-engine'

import { readFileSync } from 'node:fs'
import { read } from '../src/index.ts'

const { plan } = read(readFileSync('plans/quickstart.md'), 'plans/quickstart.md')

console.log(`${plan.title}: ${plan.phases.length} phases, ${plan.tasks.length} tasks`)
for (const task of plan.tasks)
  console.log(`  line ${task.place?.line}: ${task.id} ${task.title} (${task.command ?? 'by hand'})`)
for (const gate of plan.gates)
  console.log(`  gate "${gate.title}" with ${gate.criteria.length} criteria`)
