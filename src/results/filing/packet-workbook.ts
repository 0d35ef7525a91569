import { writeXlsx } from 'hucre/xlsx'
import type { CellStyle } from 'hucre/xlsx'
import { escapeText } from '../../spreadsheets/workbook-text.ts'
import { PACKET_ITEMS, packetDigest } from './packet.ts'
import { cellsOf, packetFacts, packetTitle, PEOPLE_COLUMNS } from './packet-pdf.ts'
import type { Packet } from './read-packet.ts'

const TEXT: CellStyle = { numFmt: '@' }
const WIDTHS = [8, 14, 32, 20, 20, 16, 10]

/** The packet as .xlsx: what it says, and the people it names on a sheet of their own; every cell a text. */
export function packetWorkbook(packet: Packet): Promise<Uint8Array> {
  const { filing, rows } = packet
  const contents = [
    ['项目', '内容'],
    ['名称', packetTitle(packet)],
    ...packetFacts(packet).map((pair) => [...pair]),
    ...filing.lines.map(({ item, text }) => [PACKET_ITEMS[item], text]),
    ['内容摘要（SHA-256）', packetDigest(filing)],
  ]
  const written = (cells: readonly (readonly string[])[]) => cells.map((row) => row.map(escapeText))
  return writeXlsx({
    sheets: [
      {
        name: '备案内容',
        rows: written(contents),
        columns: [24, 90].map((width) => ({ width, style: TEXT })),
        freezePane: { rows: 1 },
      },
      ...(rows.length === 0
        ? []
        : [
            {
              name: '名单',
              rows: written([PEOPLE_COLUMNS, ...cellsOf(rows)]),
              columns: WIDTHS.map((width) => ({ width, style: TEXT })),
              freezePane: { rows: 1 },
            },
          ]),
    ],
  })
}
