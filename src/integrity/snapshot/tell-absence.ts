import type { IdDocumentType } from '../../people/id-document.ts'
import { ID_DOCUMENT_TYPES, idDocumentName, parseIdDocumentType } from '../../people/id-document.ts'
import type { Day } from '../../calendar/day.ts'
import { verifyEd25519 } from '../../signing/ed25519.ts'
import type { NoteKey } from '../../signing/note.ts'
import { checkAbsence, type AbsenceVerdict } from './absence.ts'
import { badSubject } from './refusals.ts'
import { subjectText } from './subject.ts'

/** What a stranger is told of a proof, and whether it holds. */
export interface ToldAbsence {
  readonly isProven: boolean
  readonly words: string
  readonly verdict: AbsenceVerdict
}

/**
 * Checks a proof of absence against the number of whoever handed it over, as typed off their card; nothing of ours is asked.
 * `idType`: Chinese name or word of ours; an identity card unless given. Refuses `integrity/bad-subject`.
 */
export function tellAbsence(
  text: string,
  asked: { readonly idNumber: string; readonly idType: string | null; readonly today: Day },
  keys: readonly NoteKey[],
): ToldAbsence {
  const idType = documentType(asked.idType)
  const subject = idType && subjectText({ idType, idNumber: asked.idNumber }, asked.today)
  if (idType === null || subject === null) throw badSubject()
  const verdict = checkAbsence(text, subject, keys, verifyEd25519)
  if (verdict.kind !== 'absent') return { isProven: false, words: FAULTS[verdict.kind], verdict }
  const { day, origin, index } = verdict
  const words = `属实：${day} 的快照里没有这个${idDocumentName(idType)}号码；快照登记在 ${origin} 第 ${index} 条。只说明那一天。`
  return { isProven: true, words, verdict }
}

const documentType = (typed: string | null): IdDocumentType | null =>
  typed === null
    ? 'resident-identity-card'
    : (ID_DOCUMENT_TYPES.find((type) => type === typed) ?? parseIdDocumentType(typed))

const FAULTS: Readonly<Record<Exclude<AbsenceVerdict['kind'], 'absent'>, string>> = {
  malformed: '不是不在档证明，或内容残缺。',
  'other-subject': '不是这个证件号码的证明。',
  'not-between': '证明中的两个位置之间不能说明此人不在快照里。',
  'not-in-snapshot': '证明中的位置不在当日的快照里：内容被改动过。',
  'not-on-ledger': '快照不在这把公钥签名的存证链上。',
}
