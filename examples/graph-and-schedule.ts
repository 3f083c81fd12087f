// Builds the graph of a plan and asks how long it takes, with two workers and with as many as can be used.
// In a project of your own: import { graph, read, schedule } from 'goap-engine'

import { formatDuration, graph, read, schedule } from '../src/index.ts'

const source = `# Release

## Phase 1: Build (hybrid)

- [ ] **A1**: Compile the library
  - Effort: 1 h
- [ ] **A2**: Compile the pages
  - Effort: 2 h
- [ ] **A3**: Draw the pictures
  - Effort: 2 h
- [ ] **A4**: Pack everything
  - Effort: 30 min
  - Depends on: A1, A2, A3
`

const tasks = graph(read(source, 'release.md').plan)
const free = schedule(tasks)
const two = schedule(tasks, { workers: 2 })
console.log(`the critical path is ${free.criticalPath.join(' → ')}`)
console.log(
  `${formatDuration(free.length)} at best, ${formatDuration(two.length)} with two workers`,
)
