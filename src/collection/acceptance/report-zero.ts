import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { requestApproval } from '../../approvals/request-approval.ts'
import { authorise } from '../../identity/authorise.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { base64url, utf8 } from '../../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../../signing/canonical-json.ts'
import { countCurrent } from '../current/count-current.ts'
import { countTitles } from '../reconcile/count-titles.ts'
import { holdAssignment, programmeById } from '../programme/find-programme.ts'
import { cellsOf, type Part } from '../programme/programme.ts'
import { beyondOwnPart, cellWords, programmeNotFound } from '../programme/refusals.ts'
import { collectionCells } from '../programme/schema.ts'
import { stepsFor } from './acceptance-steps.ts'
import { rangesOf, rangeWords } from './cell-ranges.ts'
import { cellKey, cellStateName, type Cell } from './cell-state.ts'
import { badReturn, notEmpty } from './refusals.ts'
import { collectionReturns, sealedCollectionReturns } from './schema.ts'

/** The approvals' word for a zero return. */
export const ZERO_APPROVAL = 'collection.zero'

export interface NewZeroReturn {
  readonly programmeId: string
  readonly officeId: string
  /** Every cell of these years, levels and routes that the office must report, or these; each must still be open. */
  readonly part: Part | readonly Cell[]
  /** Where was looked, 2 to 500 characters. */
  readonly ground: string
}

/**
 * Enters an office's word that it has nobody in these cells, and asks for approval at once. Refuses
 * `collection/programme-not-found`, `/not-assigned`, `/beyond-own-part`, `/not-empty`, `/bad-return`,
 * `identity/not-allowed`.
 */
export async function reportZero(
  ctx: Context,
  { programmeId, officeId, part, ground: typed }: NewZeroReturn,
): Promise<{ readonly returnId: string; readonly requestId: string; readonly cells: number }> {
  const ground = typed.replaceAll('\r\n', '\n').trim()
  const length = Array.from(ground).length
  if (length < 2 || length > 500 || /[\p{Cs}\p{Bidi_C}]|[^\P{Cc}\n]/u.test(ground))
    throw badReturn('查核情况', '应为 2 到 500 个字，不含不能显示的字符')
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'collection.enter', officeId, programmeNotFound(programmeId))
    const programme = await programmeById(tx, programmeId)
    const assignment = await holdAssignment(tx, programmeId, officeId)
    const asked = new Set(cellsOf(programme.rules, assignment).map(cellKey))
    const told = 'routes' in part ? cellsOf(programme.rules, part) : part
    const cells = told
      .map(({ year, level, route }) => ({ year, level, route }))
      .filter((cell) => asked.has(cellKey(cell)))
    if (cells.length === 0) throw beyondOwnPart()
    await requireOpen(tx, { programmeId, officeId, cells })

    const returnId = base64url(ctx.random(16))
    const digest = digestOf({ programmeId, officeId, cells, ground })
    const requestId = await requestApproval(ctx, tx, {
      kind: ZERO_APPROVAL,
      subjectId: returnId,
      digest,
      officeId,
      steps: stepsFor(programme.rules, assignment),
      title: `零报告：${programme.name}`,
      snapshot: [
        { key: 'ground', label: '查核情况', fields: { 内容: ground } },
        ...rangesOf(cells).map((range) => ({
          key: rangeWords(range),
          label: rangeWords(range),
          fields: { 人数: '0' },
        })),
      ],
      async sealMore(record) {
        const row = { id: returnId, programmeId, officeId, kind: 'zero' as const, cells, ground, digest }
        const entered = { enteredOn: ctx.today(), enteredBy: ctx.actor.name }
        const { rows, sealRoot } = sealRows(
          sealedCollectionReturns,
          record,
          [{ ...row, ...entered }],
          ctx.random(32),
        )
        await tx.insert(collectionReturns).values([...rows])
        return { collection_returns: sealRoot }
      },
    })
    return { returnId, requestId, cells: cells.length }
  })
}

const digestOf = (told: {
  readonly programmeId: string
  readonly officeId: string
  readonly cells: readonly Cell[]
  readonly ground: string
}): string =>
  createHash('sha256')
    .update(utf8(`zhengxin/v1|collection.zero|${canonicalJson(told as unknown as JsonValue)}`))
    .digest('hex')

/** Step: nobody has reported anything for these cells, and no document here names anybody. Refuses `collection/not-empty`, naming the first that has something. */
export async function requireOpen(
  handle: Handle,
  {
    programmeId,
    officeId,
    cells,
  }: { readonly programmeId: string; readonly officeId: string; readonly cells: readonly Cell[] },
): Promise<void> {
  const rows = await handle
    .select()
    .from(collectionCells)
    .where(and(eq(collectionCells.programmeId, programmeId), eq(collectionCells.officeId, officeId)))
  const states = new Map(rows.map((row) => [cellKey(row), row.state]))
  for (const cell of cells) {
    const state = states.get(cellKey(cell)) ?? 'not-required'
    if (state !== 'open') throw notEmpty(cellWords(cell), cellStateName(state))
  }
  const { kind } = await programmeById(handle, programmeId)
  if (kind === 'past') {
    // Another collection, or a correction, may have put somebody there.
    const held = (await countTitles(handle, officeId, cells)).find(({ rows }) => rows > 0)
    if (held) throw notEmpty(cellWords(held), `已有验收的职称 ${held.rows} 条`)
    return
  }
  const years = cells.map(({ year }) => year)
  const span = { fromYear: Math.min(...years), throughYear: Math.max(...years) }
  const named = new Set((await countCurrent(handle, officeId, span)).map(cellKey))
  const wrong = cells.find((cell) => named.has(cellKey(cell)))
  if (wrong) throw notEmpty(cellWords(wrong), '文件中有人')
}
