import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const run = promisify(execFile)

/** Something that each example prints when it works. */
const prints: Readonly<Record<string, RegExp>> = {
  'check-a-document.ts': /^release\.md:7:17 error documents\/dangling-dependency: .*A9/,
  'execute-with-events.ts':
    /0 run\.started[\s\S]*run\.finished\nsucceeded\nA1 done hello\nA2 done good morning\n.* passed\n$/,
  'graph-and-schedule.ts':
    /critical path is release\.md#a[23] → release\.md#a4\n2 h 30 min at best, 3 h 30 min with two workers/,
  'interrupt-and-resume.ts': /^interrupted 1 done\nsucceeded STEP\.1:1 STEP\.2:\d STEP\.3:1\n$/,
  'run-a-script.ts':
    /^counts\.ts success \{"apple":3,"pear":0\} looked 2 up\n\nendless\.js timeout (?:fuel|wall) .*\nwrong\.ts error thrown line 3\ncurious\.js success "undefined,undefined,undefined" \n4 scripts, 2 with a value\n$/,
  'read-a-plan.ts': /4 phases, 9 tasks\n {2}line \d+: PREP\.1 /,
}

test.each(readdirSync('examples').filter((file) => file.endsWith('.ts')))(
  'examples/%s works',
  async (file) => {
    const { stdout, stderr } = await run(process.execPath, [`examples/${file}`])
    expect(stdout).toMatch(
      prints[file] ?? /it says in tests\/house\/examples\.test\.ts what it prints/,
    )
    expect(stderr).toBe('')
  },
)
