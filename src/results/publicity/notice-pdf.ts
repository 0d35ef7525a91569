import { chineseDay } from '../../calendar/day.ts'
import { qrModules } from '../../credentials/qr.ts'
import { drawPaper } from '../../rendering/paper.ts'
import type { PublicRow } from './content.ts'
import type { Publication } from './find-publication.ts'
import { noticeWords } from './notice-words.ts'
import type { PublicFrame } from './read-public.ts'

/** The notice as a PDF for the notice board. Refuses `rendering/no-glyph` for a name no font of ours can show. */
export function noticePdf(
  origin: string,
  publication: Publication,
  frame: PublicFrame,
  rows: readonly PublicRow[],
  now: Date,
): Uint8Array {
  const address = `${origin}/publicity/${publication.publicationId}`
  return drawPaper({
    title: frame.title,
    author: frame.office,
    instant: now,
    parts: [
      ...noticeWords(publication, frame).map((text) => ({ kind: 'text' as const, text })),
      {
        kind: 'code',
        qr: qrModules(address),
        text: `扫码查看公示、提出异议，或访问\n${address}\n\n${frame.office}\n${chineseDay(publication.openedOn)}`,
      },
      {
        kind: 'table',
        columns: [
          { header: '序号', width: 0.09 },
          { header: '姓名', width: 0.19 },
          { header: '工作单位', width: 0.4 },
          { header: '专业和资格名称', width: 0.32 },
        ],
        rows: rows.map(({ position, name, employer, specialty, title }) => [
          String(position),
          name,
          employer,
          `${specialty} ${title}`,
        ]),
      },
    ],
  })
}
