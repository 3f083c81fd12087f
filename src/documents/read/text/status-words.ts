import { once } from '../../../base/index.ts'
import type { Status } from '../../../model/index.ts'
import { isAscii } from './ascii.ts'

/** Words for statuses in other languages, by language: of each status the usual word first. What stands in several is that of the first. */
const languages: readonly Readonly<Record<Status, string>>[] = [
  {
    done: '완료|완료됨|구현 완료|작업 완료|해결',
    running: '진행 중|진행중|작업 중|작업중|진행|부분 완료',
    pending: '대기|대기 중|대기중|예정|미착수|미완료|미시작|미구현|계획',
    blocked: '중단|차단|차단됨|보류',
    skipped: '취소|취소됨|제외|불필요',
    failed: '실패',
  },
  {
    done: '完了|済|済み|対応済|対応済み|実装済み',
    running: '進行中|作業中|対応中|着手中|実施中|一部完了',
    pending: '未着手|未|未対応|未完了|未実装|予定|計画中|待機',
    blocked: '保留|ブロック中|中断',
    skipped: '対象外|中止|不要',
    failed: '失敗',
  },
  {
    done: '已完成|完成|已实现|已解决|已验收|已修复|完毕',
    running: '进行中|开发中|處理中|处理中|部分完成|基本完成|運行中|运行中|执行中',
    pending: '待开始|未开始|待办|待处理|待完成|未完成|待实现|待定|计划中|规划中|待做|待開始',
    blocked: '阻塞|已阻塞|被阻塞|暂停|已暂停|等待',
    skipped: '取消|已取消|跳过|已跳过|废弃|延期|推迟',
    failed: '失败|已失败',
  },
  {
    done: 'erledigt|fertig|abgeschlossen|umgesetzt|behoben|fertiggestellt',
    running: 'in arbeit|in bearbeitung|laufend|begonnen|teilweise|läuft',
    pending: 'offen|geplant|ausstehend|zu tun|nicht begonnen',
    blocked: 'blockiert|wartet|pausiert',
    skipped: 'abgebrochen|entfällt|verworfen|zurückgestellt',
    failed: 'fehlgeschlagen|gescheitert',
  },
  {
    done: 'completado|completada|completo|completa|hecho|hecha|terminado|terminada|listo|lista|resuelto',
    running: 'en progreso|en curso|parcial|iniciado',
    pending: 'pendiente|por hacer|planificado|planificada|propuesto',
    blocked: 'bloqueado|bloqueada|en espera',
    skipped: 'cancelado|cancelada|descartado|descartada|aplazado',
    failed: 'fallido|fallida',
  },
  {
    done: 'terminé|terminée|fait|faite|complété|validé|livré',
    running: 'en cours|partiel|commencé',
    pending: 'à faire|prévu|planifié|non démarré|non commencé',
    blocked: 'bloqué|bloquée|en attente',
    skipped: 'annulé|annulée|abandonné|reporté',
    failed: 'échoué|échec',
  },
  {
    done: 'concluído|concluída|feito|feita|finalizado|finalizada',
    running: 'em andamento|em progresso|em curso|iniciada',
    pending: 'pendente|a fazer|planejado|planejada|não iniciado',
    blocked: 'bloqueio|em espera',
    skipped: 'cancelamento|adiado|adiada',
    failed: 'falhou',
  },
  {
    done: 'готово|выполнено|завершено|сделано|закрыто',
    running: 'в работе|в процессе|выполняется|частично',
    pending: 'не начато|запланировано|не выполнено|ожидает|открыто',
    blocked: 'заблокировано|приостановлено',
    skipped: 'отменено|отложено',
    failed: 'провалено|ошибка',
  },
]

interface Meaning {
  readonly status: Status
  readonly language: Readonly<Record<Status, string>>
}

const meanings = once((): ReadonlyMap<string, Meaning> => {
  const found = new Map<string, Meaning>()
  for (const language of languages)
    for (const status of statuses)
      for (const word of language[status].split('|'))
        if (!found.has(word)) found.set(word, { status, language })
  return found
})

const statuses = ['done', 'running', 'pending', 'blocked', 'skipped', 'failed'] as const

/** The longest of the words. */
const longest = 24

/** The status that a text in another language says; undefined for any other text. */
export function foreignStatus(text: string): Status | undefined {
  return text.length > longest ? undefined : meanings().get(folded(text))?.status
}

/** How the language of a word of `foreignStatus` says another status; undefined for other words. */
export function inItsLanguage(word: string, status: Status): string | undefined {
  const language = word.length > longest ? undefined : meanings().get(folded(word))?.language
  return language?.[status].split('|')[0]
}

function folded(text: string): string {
  return (isAscii(text) ? text : text.normalize('NFC')).toLowerCase()
}
