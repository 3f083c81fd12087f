import { expect, test } from 'vitest'
import { ownerKey, read, writeBack } from '../../src/documents/index.ts'
import type { Task } from '../../src/model/index.ts'

const tasksOf = (text: string): readonly Task[] => read(`# P\n\n${text}`, 'plan.md').plan.tasks

const table = (header: string, ...rows: string[]): string =>
  `| ${header} |\n|${header.replace(/[^|]+/g, '---')}|\n${rows.map((row) => `| ${row} |\n`).join('')}`

test.each([
  [
    'ID | 작업 | 담당자 | 선행 작업 | 상태',
    'T1 | 파기 | 김 | 없음 | 완료',
    'T2 | 묻기 | 이 | T1 | 진행 중',
  ],
  [
    '番号 | タスク | 担当 | 依存 | 状態',
    'T1 | 掘る | 佐藤 | なし | 完了',
    'T2 | 埋める | 鈴木 | T1 | 進行中',
  ],
  [
    '编号 | 任务 | 负责人 | 依赖 | 状态',
    'T1 | 挖 | 王 | 无 | 已完成',
    'T2 | 填 | 李 | T1 | 🔄 进行中',
  ],
  [
    'Nr. | Aufgabe | Verantwortlich | Abhängigkeit | Status',
    'T1 | Graben | Anna | keine | erledigt',
    'T2 | Füllen | Ben | T1 | In Arbeit',
  ],
  [
    '# | Tarea | Responsable | Dependencias | Estado',
    'T1 | Cavar | Ana | ninguna | Completado',
    'T2 | Llenar | Beto | T1 | En progreso',
  ],
  [
    'N° | Tâche | Responsable | Dépendances | Statut',
    'T1 | Creuser | Anne | aucune | terminé',
    'T2 | Remplir | Luc | T1 | en cours',
  ],
  [
    '№ | Задача | Исполнитель | Зависимости | Статус',
    'T1 | Копать | Анна | нет | Готово',
    'T2 | Засыпать | Борис | T1 | в работе',
  ],
])('a table of tasks is read in other languages: %s', (header, first, second) => {
  const [dig, fill, ...others] = tasksOf(table(header, first, second))
  expect(others).toEqual([])
  expect(dig).toMatchObject({ id: 'T1', status: 'done', needs: [], externals: [] })
  expect(fill).toMatchObject({ id: 'T2', status: 'running', needs: ['t1'] })
  expect(fill?.agent).toBe(second.split(' | ')[2])
})

test('dependencies may stand between the commas of Chinese and Japanese', () => {
  const rows = ['A1 | 挖 | 无', 'A2 | 填 | A1', 'A3 | 种 | A1、A2', 'A4 | 看 | A1，A3']
  expect(tasksOf(table('ID | 任务 | 依赖', ...rows)).map(({ needs }) => needs)).toEqual([[], ['a1'], ['a1', 'a2'], ['a1', 'a3']]) // prettier-ignore
})

test('hints and figures in other languages are no tasks', () => {
  expect(tasksOf(table('任务 | 命令', '运行测试 | `npm test`', '构建 | `make`'))).toEqual([])
  expect(tasksOf(table('触发条件 | 行动 | 时间线', '超时 | 通知 | 1 天'))).toEqual([])
  expect(tasksOf(table('지표 | 목표 | 상태', '커버리지 | 90% | ✅'))).toEqual([])
  expect(tasksOf(table('Risiko | Maßnahme | Status', 'Regen | Zelt | offen'))).toEqual([])
})

test('a word of another language shows a status only by itself', () => {
  const statuses = [
    'offen',
    'erledigt (PR #3)',
    'fertig machen',
    '✅ 完成',
    '完成度 50%',
    '완료 예정일',
  ]
  const rows = statuses.map((status, index) => `B${index} | Graben ${index} | ${status}`)
  expect(tasksOf(table('ID | Aufgabe | Status', ...rows)).map(({ status }) => status)).toEqual(['pending', 'done', null, 'done', null, null]) // prettier-ignore
})

test('a status is written in the language of the word that it replaces', () => {
  const text = `# P\n\n${table('ID | 작업 | 상태', 'T1 | 파기 | 대기', 'T2 | 묻기 | 대기')}`
  const { bytes } = writeBack(
    read(text, 'plan.md'),
    new Map([
      [ownerKey({ kind: 'task', key: 't1' }), 'done'],
      [ownerKey({ kind: 'task', key: 't2' }), 'running'],
    ]),
  )
  expect(new TextDecoder().decode(bytes)).toBe(text.replace('파기 | 대기', '파기 | 완료').replace('묻기 | 대기', '묻기 | 진행 중')) // prettier-ignore
})

test('what a gap in a table of work is, is the title beside its id, and whose skill it needs its agent', () => {
  const rows = ['WG-1 | No failure counter | `types.rs` | `implement` | Open', 'WG-2 | Hits are 0 | `cache.rs` | `implement` | Open'] // prettier-ignore
  expect(tasksOf(table('WG | Gap | Location | Owner Skill | Status', ...rows))).toMatchObject([
    { id: 'WG-1', title: 'No failure counter', agent: 'implement', status: 'pending' },
    { id: 'WG-2', title: 'Hits are 0', agent: 'implement', status: 'pending' },
  ])
  expect(tasksOf(table('Gap | Impact', 'No counter | high'))).toEqual([])
})
