import { expect, test } from 'vitest'
import { fieldsToldIn, missingFields } from '../../src/model/index.ts'

const report = ['Files removed', 'Build status', 'Any issues encountered']

test('a field is told by an output of its name, however that is written, unless it is empty', () => {
  expect(missingFields(report, {})).toEqual(report)
  const outputs = { files_removed: [], buildStatus: 'green', 'any issues encountered': '' }
  expect(missingFields(report, outputs)).toEqual(['Any issues encountered'])
  expect(missingFields(report, { 'Files removed': null, other: 1 })).toEqual(report)
  expect(missingFields([], {})).toEqual([])
})

test('a text tells fields by lines with their names; the last one counts', () => {
  const text = `building: yes
- **Files removed**: a.rs
Build status: red
other: x
build_status: green: all of it
Any issues encountered:
`
  expect(fieldsToldIn(report, text)).toEqual({
    'Files removed': 'a.rs',
    'Build status': 'green: all of it',
  })
  expect(fieldsToldIn([], text)).toEqual({})
})
