// Finds what contradicts itself in a document, before anything is run.
// In a project of your own: import { check, read } from 'goap-engine'

import { check, read } from '../src/index.ts'

const source = `# Release

## Phase 1: Build (parallel)

- [ ] **A1**: Compile it
- [ ] **A2**: Test it
  - Depends on: A9
`

for (const { code, severity, message, hint, place } of check(read(source, 'release.md')))
  console.log(`release.md:${place.line}:${place.column} ${severity} ${code}: ${message} ${hint}`)
