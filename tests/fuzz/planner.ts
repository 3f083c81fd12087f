import { rulesAnswerRightly } from '../planner/rule-laws.ts'
import { sumsAnswerRightly } from '../planner/sum-laws.ts'
import { answersRightly, noveltyAnswersRightly } from '../planner/search/laws.ts'
import { randomTask } from '../planner/search/random-task.ts'
import { richTask } from '../planner/search/rich-task.ts'

// node tests/fuzz/planner.ts [HOW MANY] [FIRST]: plans so many small made tasks (default 30,000) in every way to search, and tells which
// answers differ from those of exhaustive search; so many more with effects under conditions and derived facts, without and with
// parameters; for every third also one that compares sums of numbers, with its parameters.

const [many = 30_000, first = 0] = process.argv.slice(2).map(Number)
const began = performance.now()
let wrong = 0
for (let number = first; number < first + many; number++) {
  try {
    const task = randomTask(number)
    answersRightly(task)
    noveltyAnswersRightly(task)
    const rich = richTask(number)
    answersRightly(rich)
    noveltyAnswersRightly(rich)
    rulesAnswerRightly(number)
    if (number % 3 === 0) sumsAnswerRightly(number)
  } catch (error) {
    wrong++
    if (wrong <= 20) process.stdout.write(`${number}: ${error instanceof Error ? error.message : String(error)}\n`) // prettier-ignore
  }
}
const seconds = Math.round((performance.now() - began) / 1000)
process.stdout.write(`${many} planning tasks in ${seconds} s: ${wrong} answered wrongly\n`)
process.exitCode = wrong > 0 ? 1 : 0
