import { eq } from 'drizzle-orm'
import { chineseDay } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import type { Context } from '../../platform/context.ts'
import { drawPaper, type PaperPart } from '../../rendering/paper.ts'
import { levelName } from '../../titles/level.ts'
import { scopeLine } from '../../titles/validity-scope.ts'
import { recordAct } from '../../trail/record-act.ts'
import { invalidRows } from '../inquiry/schema.ts'
import { findDocument } from './find-document.ts'
import { notConfirmedYet } from './refusals.ts'
import { rowsOfDocument } from './rows-to-confer.ts'
import { resultConfirmations } from './schema.ts'
import { daysOf } from './take-document.ts'

/**
 * 评审结果确认意见 of everybody a document names whose result was confirmed and not declared invalid since, a page each,
 * as one PDF: number of the document and name of the title, under the seal of whoever confirmed (昆人社通〔2023〕37号
 * 四（五）). Who took them is recorded. Refuses `results/document-not-found`, `results/not-confirmed-yet`.
 */
export async function printOpinions(
  ctx: Context,
  asked: { readonly document: string },
): Promise<{ readonly number: string; readonly people: number; readonly bytes: Uint8Array }> {
  return ctx.database.transaction(async (tx) => {
    const document = await findDocument(tx, asked.document)
    await authorise(ctx, tx, 'lists.see', document.authorityId)
    const invalid = await tx
      .select({ rowId: invalidRows.rowId })
      .from(invalidRows)
      .where(eq(invalidRows.listId, document.listId))
    const fallen = new Set(invalid.map(({ rowId }) => rowId))
    const rows = (await rowsOfDocument(ctx, tx, document.id)).filter(
      ({ id, isErased, confirmationId }) => !isErased && confirmationId !== null && !fallen.has(id),
    )
    if (rows.length === 0) throw notConfirmedYet(document.number)
    const confirmations = await tx
      .select()
      .from(resultConfirmations)
      .where(eq(resultConfirmations.listId, document.listId))
    const days = await daysOf(tx, document.id)
    const offices = new Map<string, string>()
    for (const { officeId } of confirmations) offices.set(officeId, (await authorityById(tx, officeId)).name)
    const parts = rows.flatMap((row, i): PaperPart[] => {
      const { officeId, confirmedOn } = confirmations.find(({ id }) => id === row.confirmationId)!
      return [
        ...(i === 0 ? [] : [{ kind: 'page' as const }]),
        {
          kind: 'facts',
          facts: [
            ['姓名', row.name],
            ['工作单位', row.employer],
            ['专业', `${row.series} ${row.specialty}`],
            ['取得资格', `${row.title}（${levelName(row.level)}）`],
            ['适用范围', scopeLine(row.scope) ?? '全省'],
            ['取得时间', days.get(row.id) ?? ''],
            ['任职资格文件', document.number],
          ],
        },
        {
          kind: 'text',
          text: `根据${document.number}，${row.name}取得${row.specialty}${row.title}任职资格，评审结果予以确认。`,
        },
        { kind: 'seal', office: offices.get(officeId) ?? '', day: chineseDay(confirmedOn) },
      ]
    })
    await recordAct(ctx, tx, {
      act: 'lists.see',
      officeId: document.authorityId,
      about: document.listId,
      subjects: rows.map(({ personId }) => personId),
      facts: { number: document.number, opinions: rows.length },
    })
    const bytes = drawPaper({
      title: '评审结果确认意见',
      author: document.issuer,
      instant: ctx.now(),
      parts,
    })
    return { number: document.number, people: rows.length, bytes }
  })
}
