import { chineseDay } from '../../calendar/day.ts'
import { drawPaper, type PaperPart } from '../../rendering/paper.ts'
import { levelName } from '../../titles/level.ts'
import { filingName, PACKET_ITEMS, packetDigest } from './packet.ts'
import type { Packet } from './read-packet.ts'

export const PEOPLE_COLUMNS = ['序号', '姓名', '工作单位', '系列', '专业', '资格名称', '级别'] as const

const SHARES = [0.07, 0.13, 0.26, 0.16, 0.16, 0.13, 0.09]

export const cellsOf = (rows: Packet['rows']): readonly (readonly string[])[] =>
  rows.map(({ name, employer, series, specialty, title, level }, i) => [
    String(i + 1),
    name,
    employer,
    series,
    specialty,
    title,
    levelName(level),
  ])

export const packetTitle = ({ cycle, filing }: Packet): string =>
  `${cycle.name} ${cycle.year} 年度${filingName(filing.kind)}`

/** What the packet says of itself. */
export const packetFacts = (packet: Packet): readonly (readonly [string, string])[] => [
  ['报送单位', packet.office],
  ['核准备案部门', packet.filingAuthority],
  ['报送日期', chineseDay(packet.filing.submittedOn) + (packet.filing.late ? '（逾期）' : '')],
  ...(packet.filing.latest === null ? [] : [['最迟日期', chineseDay(packet.filing.latest)] as const]),
  ...(packet.source === null
    ? [['备案内容', '通知未规定，以下为已有的全部情况'] as const]
    : [['备案内容依据', `${packet.source.document} ${packet.source.clause}`] as const]),
]

/** The packet on paper: exactly the items of the notice, then the people it names. */
export function packetPdf(packet: Packet): Uint8Array {
  const { filing, rows } = packet
  const people: readonly PaperPart[] =
    rows.length === 0
      ? []
      : [
          { kind: 'heading', text: `附：名单（${rows.length} 人）` },
          {
            kind: 'table',
            columns: PEOPLE_COLUMNS.map((header, i) => ({ header, width: SHARES[i] ?? 0 })),
            rows: cellsOf(rows),
          },
        ]
  return drawPaper({
    title: packetTitle(packet),
    author: packet.office,
    instant: new Date(`${filing.submittedOn}T00:00:00+08:00`),
    parts: [
      { kind: 'facts', facts: packetFacts(packet) },
      ...filing.lines.flatMap(({ item, text }): readonly PaperPart[] => [
        { kind: 'heading', text: PACKET_ITEMS[item] },
        { kind: 'text', text },
      ]),
      ...people,
      { kind: 'note', text: `内容摘要（SHA-256）：${packetDigest(filing)}` },
    ],
  })
}
