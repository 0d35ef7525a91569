import { chineseDay, type Day } from '../../calendar/day.ts'
import type { PaperPart } from '../../rendering/paper.ts'
import { conductName } from './conduct.ts'
import type { OpenedRecord } from './read-record.ts'
import { effectOf } from './subject.ts'

/** Who is told of a record in force (洱人社〔2024〕27号 三（一）: 主管部门、纪检监察; and whom it is about). */
const RECIPIENTS = {
  subject: '本人（单位）',
  department: '主管部门',
  discipline: '纪检监察机关',
} as const
export type Recipient = keyof typeof RECIPIENTS

export const ALL_RECIPIENTS = Object.keys(RECIPIENTS) as readonly Recipient[]

export const recipientName = (recipient: Recipient): string => RECIPIENTS[recipient]

export const isRecipient = (text: string): text is Recipient => Object.hasOwn(RECIPIENTS, text)

/** A letter in words: the same on a page and on paper. */
export interface Letter {
  readonly title: string
  readonly to: string
  readonly paragraphs: readonly string[]
  readonly office: string
  readonly day: Day
}

/** The letter about what is in force now; null while nothing is. */
export function letterOf(opened: OpenedRecord, recipient: Recipient): Letter | null {
  const { term, inForce, office } = opened
  if (term === null || inForce === null) return null
  const { version, record, content } = inForce
  const isOwn = recipient === 'subject'
  const whom = isOwn ? (record.personId === null ? '你单位' : '您') : content.name
  const decision = `${record.decidedBy}于${chineseDay(record.decidedOn)}作出的处理决定（${record.decisionNumber}）`
  return {
    title: `诚信记录${term.startsOn === null ? '撤销' : term.act === 'end-early' ? '提前终止' : ''}${isOwn ? '告知书' : '通报函'}`,
    to: isOwn ? content.name : recipientName(recipient),
    paragraphs: [
      ...(term.startsOn === null || term.endsOn === null
        ? [
            `根据${version.decidedBy}的决定（${version.decisionNumber}），${whom}的诚信记录已撤销，视为未曾记录，因此受到的处理一并撤销、恢复原状。`,
          ]
        : [
            `根据${decision}，${whom}因${conductName(record.conduct)}，已记入${opened.archive}。`,
            `记录期自${chineseDay(term.startsOn)}至${chineseDay(term.endsOn)}24时止，${effectOf(record.subjectKind)}。依据：${record.rule.document} ${record.rule.clause}。`,
          ]),
      ...(isOwn && term.startsOn !== null
        ? [
            `对记录有异议的，可以向本机构提出申诉；记录有误的，予以更正或撤销，视为未曾记录。${outsideInWords(opened)}`,
          ]
        : []),
      ...(isOwn ? [] : ['以上内容仅供履行职责使用，不得公开或另作他用。']),
    ],
    office,
    day: opened.appliedOn ?? record.enteredOn,
  }
}

const outsideInWords = ({ publicBy, sharedWith }: OpenedRecord): string =>
  [
    publicBy === null
      ? '本机构现在不向社会公开诚信记录。'
      : `依据${publicBy}，记录期内的姓名、行为、决定和期限向社会公开。`,
    ...(sharedWith === null ? [] : [`本记录共享给${sharedWith}。`]),
  ].join('')

/** The same for the printer. */
export const letterParts = ({ to, paragraphs, office, day }: Letter): readonly PaperPart[] => [
  { kind: 'text', text: `${to}：` },
  ...paragraphs.map((text): PaperPart => ({ kind: 'text', text: `　　${text}` })),
  { kind: 'text', text: `\n${office}\n${chineseDay(day)}` },
  { kind: 'heading', text: '送达回执' },
  {
    kind: 'facts',
    facts: [
      ['收到人', '　'],
      ['收到日期', '　　　　年　　月　　日'],
    ],
  },
]
