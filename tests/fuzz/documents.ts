import { seededRandom, type Random } from '../../src/base/index.ts'

// Documents by the number: the same number gives the same document everywhere. Some are like plans, some are broken plans, some are
// noise; all of what the reader knows occurs, and much of what it cannot know.

const words = 'dig fill mark the a new hole with care and water test build deploy verify parser index of plan all tests pass is done'.split(' ') // prettier-ignore
const ids = ['A1', 'A2', 'A3', 'B.1', 'B.2', 'WG-040', 'WG-041', '#12', '3.1', '3.2', '2B.1', 'M1', 'M2', 'T001', 'T002', 'P0', 'P1', 'S1/F4', 'Task 4', 'Sprint 1', '1'] // prettier-ignore
const signs = ['✅', '⏳', '🔄', '❌', '⏸', '⚠️', '🟡', '🔴', '‚úÖ', '‚è≥', '📋', '✔️'] // prettier-ignore
const statuses = ['Pending', 'DONE', 'In Progress', 'COMPLETE ✅', 'blocked', '60%', 'Deferred', '(IN PROGRESS)', 'not started', ''] // prettier-ignore
const commands = ['npm test', 'cargo build --workspace', 'echo "a|b"', './run.sh', 'ls ...', 'rm -rf <dir>', 'wc -l < a', 'make'] // prettier-ignore
const titles = ['Phase 1: Dig (parallel)', 'Phase 2: Fill (Sequential)', 'Phase 2B — Rest', 'Phase 3: Rake (iterative, max 5 iterations)', 'Phase 4: Sow (swarm, 4 workers)', 'Milestone 1: Dig', 'Goal 1: Be done', 'Quality Gate', 'Quality Gate 1', 'Success Criteria', 'Tasks', 'Atomic Tasks', 'Risks', 'Contingency Plan', 'Rollback', 'Metrics', 'Timeline', 'Dependency Graph', 'Phase 1: ANALYZE', 'Agent Assignments', 'Status update 2026-02-03', 'Progress', 'Phases', 'Deliverables', 'Notes', 'Sprint 1', 'Group A: Ground', 'Phase 1 Validation Gate', 'Prompt', 'Overview'] // prettier-ignore
const keys = ['Agent', 'Status', 'Depends on', 'Dependencies', 'Effort', 'Priority', 'Due', 'Command', 'Output', 'Blocks', 'Owner', 'Preconditions', 'Success Criteria', 'Strategy', 'Task', 'Prompt', 'Blocked By', 'Retries', 'Max attempts', 'Timeout', 'Max iterations', 'Workers'] // prettier-ignore
const needs = ['None', 'A1', 'A1, A2', 'A1-A3', 'Phase 1', 'All above', 'M1', 'Goal 1 complete', 'Phase 9 (✅)', 'good weather', 'B.1 and B.2', '#12', 'Agent #1', 'tokio'] // prettier-ignore
const heads = ['ID | Task | Status', 'Task | Agent | Depends on', '# | Action | Priority | Effort', 'Metric | Target | Current', 'Check | Command | Expected | Actual', 'Risk | Mitigation', 'Metric | Target | Measurement', 'Phase | Tasks | Done | Progress', 'Step | Commit | Status', 'Milestone | Preconditions | Effects', 'Gate | Status', 'ID | Task | Timeout | Retries'] // prettier-ignore
const noise = ['\uFEFF', '\r', '\t', '\u0000', '\ud800', '\u202e', '~~', '**', '__', '`', '```', '~~~', '|', '<!-- goap-ignore cycle -->', '<!--', '-->', '│', '├──', '→', '||', '> ', '\\', '[', '](x)', '&amp;', '$$', '---', '***', '日本語', '👩‍👩‍👧', 'İ', 'ß'] // prettier-ignore

/** The document with this number. */
export function documentOf(number: number): string {
  const random = seededRandom(number + 1)
  const parts = Array.from({ length: 1 + below(random, 14) }, () => block(random))
  const text = parts.join(chance(random, 0.8) ? '\n\n' : '\n')
  const ended = chance(random, 0.15) ? text.replaceAll('\n', '\r\n') : text
  return chance(random, 0.25) ? broken(ended, random) : ended
}

function below(random: Random, most: number): number {
  return Math.floor(random.next() * most)
}

function chance(random: Random, share: number): boolean {
  return random.next() < share
}

function one(random: Random, from: readonly string[]): string {
  return from[below(random, from.length)] ?? ''
}

function sentence(random: Random): string {
  return Array.from({ length: 1 + below(random, 7) }, () => one(random, words)).join(' ')
}

function title(random: Random): string {
  const parts = [
    chance(random, 0.2) ? `${one(random, signs)} ` : '',
    chance(random, 0.55) ? named(random) : '',
    sentence(random),
    chance(random, 0.15) ? `: \`${one(random, commands)}\`` : '',
    chance(random, 0.15) ? ` (${one(random, ['2h', 'P1', 'after A1', 'tester', 'deps: A2', 'parallel'])})` : '', // prettier-ignore
    chance(random, 0.15) ? ` ${one(random, statuses)}` : '',
  ]
  return parts.join('')
}

function named(random: Random): string {
  const id = one(random, ids)
  return one(random, [
    `${id}: `,
    `**${id}**: `,
    `**${id}** — `,
    `${id} -- `,
    `${id} `,
    `[P] ${id} `,
  ])
}

function block(random: Random): string {
  switch (below(random, 12)) {
    case 0:
    case 1:
      return `${'#'.repeat(1 + below(random, 5))} ${one(random, titles)}${chance(random, 0.2) ? ` ${one(random, signs)} ${one(random, statuses)}` : ''}` // prettier-ignore
    case 2:
    case 3:
    case 4:
      return list(random, '')
    case 5:
    case 6:
      return table(random)
    case 7:
      return `**${one(random, keys)}**: ${value(random)}`
    case 8:
      return `**${one(random, titles)}**:\n${list(random, '')}`
    case 9:
      return fence(random)
    case 10:
      return `${sentence(random)}. ${one(random, ids)} depends on ${one(random, ids)}. ${one(random, noise)}` // prettier-ignore
    default:
      return chance(random, 0.3) ? matter(random) : sentence(random)
  }
}

function matter(random: Random): string {
  return `---\ntitle: ${sentence(random)}\nstatus: ${one(random, statuses)}\n---`
}

function list(random: Random, depth: string): string {
  return Array.from({ length: 1 + below(random, 5) }, (_, index) => {
    const mark = one(random, ['- ', '- [ ] ', '- [x] ', '* ', `${index + 1}. `, '- ✅ ', '+ [ ] '])
    const field = chance(random, 0.2) ? `${one(random, keys)}: ${value(random)}` : ''
    const text = field || one(random, [title(random), title(random), `\`${one(random, commands)}\` → ${one(random, ['0 failures', '< 30s', '= 2', 'passes'])}`, `If ${sentence(random)}: ${sentence(random)}`, one(random, ['`a/b.md` exists', 'File a.md created ✅', 'README.md contains `x`', 'Coverage ≥ 90 % (`npm run coverage`)', 'Approved by Ann', '`c.json`: `a.b` ≥ 90 %', '`old.ts` removed']), `tester → ${sentence(random)}`, `${sentence(random)} ___%`, `${one(random, ids)} → ${one(random, ids)}`]) // prettier-ignore
    const below_ = chance(random, 0.25) && depth.length < 6 ? `\n${list(random, `${depth}  `)}` : ''
    return `${depth}${mark}${text}${below_}`
  }).join('\n')
}

function value(random: Random): string {
  return one(random, [one(random, needs), one(random, needs), one(random, statuses), 'P0', '2-3 days', '10 min', '3', '2, 5 s apart', '4 agents in parallel', '2026-10-16', 'code-reviewer', '`tester` for all', `\`${one(random, commands)}\``, 'Hybrid', sentence(random), '']) // prettier-ignore
}

function table(random: Random): string {
  const head = one(random, heads)
  const columns = head.split('|').length
  const rows = Array.from({ length: below(random, 5) }, () =>
    Array.from({ length: columns }, () => cell(random)).join(' | '),
  )
  return [`| ${head} |`, `|${'---|'.repeat(columns)}`, ...rows.map((row) => `| ${row} |`)].join(
    '\n',
  )
}

function cell(random: Random): string {
  return one(random, [one(random, ids), one(random, ids), title(random), one(random, statuses), one(random, needs), `\`${one(random, commands)}\``, '50%', '3/5', '12', 'tester', 'TBD', '']) // prettier-ignore
}

function fence(random: Random): string {
  const language = one(random, ['', '', 'bash', 'mermaid', 'text', 'goap', 'js'])
  const lines = Array.from(
    { length: 1 + below(random, 5) },
    () =>
    one(random, [`${one(random, ids)} → ${one(random, ids)}`, `├── ${title(random)}`, `Phase ${below(random, 3)}: ${one(random, ids)}`, `│ ${one(random, ids)}: ${sentence(random)} │`, '   ↓', `${one(random, ids)} --> ${one(random, ids)}`, `- [ ] ${title(random)}`, one(random, commands), 'tasks:', `  a1: { priority: ${one(random, ['P1', 'x'])}, status: ${one(random, ['done', 'running', '3'])} }`, '#!/bin/sh']), // prettier-ignore
  )
  return `\`\`\`${language}\n${lines.join('\n')}${chance(random, 0.9) ? '\n```' : ''}`
}

/** Cut, doubled, and with what does not belong. */
function broken(text: string, random: Random): string {
  let result = text
  for (let count = 1 + below(random, 4); count > 0; count--) {
    const at = below(random, result.length + 1)
    const cut = chance(random, 0.3) ? below(random, 12) : 0
    result = result.slice(0, at) + one(random, noise) + result.slice(at + cut)
  }
  return chance(random, 0.1) ? result + result : result
}
