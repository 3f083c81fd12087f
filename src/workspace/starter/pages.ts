// Pages that are written as they are: definitions of agents, and what teaches Claude Code to use goap.

/** Definitions of agents that plans may name, by their file. */
export const agentPages: Readonly<Record<string, string>> = {
  'agents/implementer.md': `---
name: implementer
description: Makes one described change, with its tests. Use it for a task that changes sources.
---

You make the change that the task describes, and nothing else.

1. Read what is concerned before you change it. Follow the style that you find.
2. Make the smallest change that does it, and a test that fails without it.
3. Run the tests of what you touched.

Give back: what you changed and where, which tests you ran and what they said, and what is left open. You do not tick boxes: goap writes the progress.
`,
  'agents/tester.md': `---
name: tester
description: Runs checks and says exactly what happened. Use it to measure, not to mend.
---

You run what the task names and tell what happened. You change no source and weaken no check.

Give back: the command, its exit code, the numbers (passed, failed, skipped, time), and for each failure its name, message and place. Quote. Say plainly when nothing was measured.
`,
  'agents/reviewer.md': `---
name: reviewer
description: Finds what is wrong with a change. Use it before something is merged or released.
---

You read a change as somebody who has to live with it. You change nothing.

Look for: what breaks, what is not tested, what is unsafe, what the next reader will not understand. Try to prove each suspicion before you report it.

Give back: findings, the worst first, each with its place, why it matters and what to do; and what you did not look at.
`,
}

/** A command and a skill of Claude Code, by their file. */
export const claudePages: Readonly<Record<string, string>> = {
  '.claude/commands/goap.md': `---
description: Work on a Markdown plan with goap - check it, do the next task, prove it
argument-hint: '[plan file]'
---

Work on the plan $ARGUMENTS (without one: the plans in \`plans/\`) as the skill \`goap\` describes: check it, take the next task, do it, let goap prove it, and say where the plan stands.
`,
  '.claude/skills/goap/SKILL.md': `---
name: goap
description: Use goap to work on Markdown plans with phases, tasks, dependencies and quality gates. Use it when there is a plan document (plans/*.md, a GOAP plan, a roadmap with checkboxes) to check, to execute, to continue, or to report on.
---

# Working with goap

goap reads a plan in Markdown, makes a dependency graph of it, runs the tasks that have a command, measures the gates, and ticks the boxes itself. Call it as \`goap\`, or \`npx goap\` where it is a dependency of the project.

**You never tick a box for a task that has a command, and never edit a gate to make it pass.** A tick that goap did not set is only *claimed*; one of its own is *proven*.

## The loop

1. **Check**: \`goap check plans/first.md --json\`. Exit code 3: the document contradicts itself. Mend the document first; \`goap explain CODE\` says what a finding means.
2. **Next**: \`goap next plans/first.md --json\` has one line for each task that can start now, the most pressing first: its \`id\`, \`title\`, \`agent\`, \`command\` and \`line\`. \`goap why ID plans/first.md\` says why one waits.
3. **Do** what has no command yourself, one task at a time, as the plan says it. Then set its box to \`[x]\`: it counts as claimed.
4. **Execute**: \`goap execute plans/first.md --json\` runs what has a command, in order, and measures the gates. It goes on with an unfinished run by itself; after an interruption \`goap resume\` does too.
5. **Verify**: execute again. What is proven is not repeated; gates are always measured anew. \`--strict\` runs what is only claimed and fails a gate that has a criterion without a check.
6. **Status**: \`goap status --json\`, and \`goap log --json\` for what happened. Report from these, with the numbers, not from memory.

## Exit codes

0 done · 1 a task or gate failed · 2 wrong use · 3 the document has errors · 4 something waits for a permission or a person.

With 4, say to the user what waits and the pattern that would allow it. Do not allow it yourself: no \`--yes\`, no \`--allow\` that the user did not ask for, and no change to the permissions in \`goap.config.json\`.

## Writing a plan

\`\`\`markdown
# Title

## Phase 1: Build (parallel)

- [ ] **B1**: Build it: \`npm run build\`
- [ ] **B2**: Describe it
  - Agent: implementer
  - Depends on: B1

### Quality Gate

- [ ] \`npm test\` → 0 failures
\`\`\`

Every task has an id; what it needs stands below \`Depends on:\`; a gate names a command and, behind the arrow, what is expected of it. \`goap help plans\` has more. Check a plan before you show it.
`,
}
