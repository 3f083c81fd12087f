import { once } from '../../../base/index.ts'
import { isAscii } from './ascii.ts'

// Plans in other languages are mostly tables under a few words: those that head their columns, say how far a row is, and say that it
// waits for nothing. Each word is read as the English one that stands here with it.

const headers: Readonly<Record<string, string>> = {
  task: '작업|태스크|할 일|할일|작업명|작업 항목|タスク|タスク名|作業|作業項目|任务|任务名称|任務|工作项|待办|待办事项|aufgabe|aufgaben|arbeitspaket|tarea|tareas|tâche|tâches|tarefa|tarefas|задача|задачи|завдання|taak|zadanie',
  activity: '조치|액션|アクション|行动|行动项|maßnahme|massnahme|acción|ação|azione|действие',
  deliverable: '산출물|成果物|交付物|entregable|livrable|entregável|liefergegenstand',
  feature:
    '항목|項目|项目|事项|功能|기능|機能|funktion|función|fonctionnalité|funcionalidade|функция',
  step: '절차|手順|步骤|schritt|paso|étape|passo|шаг',
  description:
    '설명|내용|작업 내용|説明|内容|作業内容|描述|说明|任务描述|beschreibung|descripción|descrição|descrizione|описание',
  status:
    '상태|진행 상태|진행상태|진행 상황|状態|ステータス|状況|进度|状态|狀態|stand|estado|état|statut|situação|stato|статус|состояние',
  agent:
    '담당|담당자|에이전트|担当|担当者|负责人|執行者|执行者|负责|智能体|verantwortlich|verantwortliche|verantwortlicher|zuständig|responsable|encargado|agente|responsável|responsabile|ответственный|исполнитель',
  'depends on':
    '의존|의존성|선행 작업|선행작업|선행|依存|依存関係|前提|依赖|依赖项|依赖关系|直接依赖|前置依赖|前置任务|前置条件|abhängigkeit|abhängigkeiten|abhängig von|wartet auf|dependencia|dependencias|depende de|dépendance|dépendances|dépend de|prérequis|dependência|dependências|dipendenze|зависимость|зависимости|зависит от',
  priority:
    '우선순위|중요도|優先度|優先順位|重要度|优先级|優先級|重要性|priorität|prioridad|priorité|prioridade|priorità|приоритет',
  effort:
    '예상 시간|예상시간|소요 시간|소요시간|공수|예상 소요|工数|工数目安|推定工数|見積|見積もり|見積もり時間|所要時間|工时|预估工时|预计工时|预计耗时|预估时间|预计时间|工作量|aufwand|schätzung|geschätzter aufwand|esfuerzo|estimación|tiempo estimado|estimation|durée|esforço|estimativa|tempo estimado|stima|оценка|трудозатраты',
  due: '마감일|마감|기한|期限|締切|締め切り|截止日期|截止时间|截止|frist|fällig|fällig am|fecha límite|échéance|prazo|scadenza|срок',
  id: '번호|순번|番号|编号|序号|nummer|número|numéro|n°|№|номер',
  phase: '단계|フェーズ|段階|阶段|階段|fase|этап',
  command: '명령|명령어|コマンド|命令|befehl|comando|commande|команда',
  metric:
    '지표|指標|指标|メトリクス|metrik|kennzahl|métrica|métrique|indicateur|метрика|показатель',
  risk: '위험|리스크|リスク|风险|風險|risiko|riesgo|risque|risco|rischio|риск',
  file: '파일|ファイル|文件|datei|archivo|fichier|arquivo|файл',
  criterion: '기준|基準|标准|验收标准|kriterium|criterio|critère|critério|критерий',
  variable: '변수|変数|变量|variabel|переменная',
  parameter: '매개변수|パラメータ|参数|参数名|parámetro|paramètre|parâmetro|параметр',
}

/** Whether a header is one of these words of other languages. */
export function isForeign(header: string): boolean {
  return english().has(composed(header))
}

/** The English word for the header of a column, in small letters; a header of another kind as it is. */
export function inEnglish(header: string): string {
  return english().get(composed(header)) ?? header
}

/** Letters and their accents as one character each. */
function composed(text: string): string {
  return isAscii(text) ? text : text.normalize('NFC')
}

const english = once(
  (): ReadonlyMap<string, string> =>
    new Map(
      Object.entries(headers).flatMap(([word, all]) =>
        all.split('|').map((other) => [other, word] as const),
      ),
    ),
)

/** Beginnings of a text that says that there is nothing, as a part of a pattern. */
export const nothing =
  '없음|해당 없음|なし|無し|无|無|暂无|keine?|ning[uú]n[oa]?|aucune?|nenhuma?|nessuna?|нет|немає'
