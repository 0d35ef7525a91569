import { createHash } from 'node:crypto'
import { requestApproval } from '../../approvals/request-approval.ts'
import { authorise } from '../../identity/authorise.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { levelGroupName } from '../../policy/level-group.ts'
import { base64url, utf8 } from '../../signing/bytes.ts'
import { canonicalJson, type JsonValue } from '../../signing/canonical-json.ts'
import { routeName } from '../../titles/route.ts'
import { stepsFor } from '../acceptance/acceptance-steps.ts'
import { cellKey, type Cell } from '../acceptance/cell-state.ts'
import { nobodyInDocuments, notCurrent, unexplainedLeft } from '../acceptance/refusals.ts'
import { unexplained, type CurrentCount } from '../acceptance/returned-cell.ts'
import { collectionReturns, sealedCollectionReturns } from '../acceptance/schema.ts'
import {
  holdAssignment,
  programmeById,
  type Assignment,
  type Programme,
} from '../programme/find-programme.ts'
import { cellsOf } from '../programme/programme.ts'
import { cellWords, programmeNotFound } from '../programme/refusals.ts'
import { countCurrent } from './count-current.ts'

/** The approvals' word for a year's documents and certificates. */
export const CURRENT_APPROVAL = 'collection.current'

/** Step: every cell of a year that is asked for and has anybody; all of them must be explained. */
export async function reconciledYear(
  handle: Handle,
  programme: Programme,
  assignment: Assignment,
  year: number,
): Promise<readonly (Cell & CurrentCount)[]> {
  const asked = new Set(cellsOf(programme.rules, assignment).map(cellKey))
  const counts = await countCurrent(handle, assignment.officeId, { fromYear: year, throughYear: year })
  const cells = counts.filter((cell) => asked.has(cellKey(cell)))
  if (cells.length === 0) throw nobodyInDocuments()
  const left = cells.reduce((sum, cell) => sum + unexplained(cell), 0)
  if (left > 0) throw unexplainedLeft(left)
  return cells
}

/**
 * Reports a year that gets certificates here: everybody in its documents has one, or a stated reason, or was
 * erased; and asks for approval at once. Refuses `collection/programme-not-found`, `/not-current`, `/not-assigned`, `/nobody-in-documents`,
 * `/unexplained-left`, `identity/not-allowed`.
 */
export async function reportCurrent(
  ctx: Context,
  {
    programmeId,
    officeId,
    year,
  }: { readonly programmeId: string; readonly officeId: string; readonly year: number },
): Promise<{ readonly returnId: string; readonly requestId: string; readonly cells: number }> {
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'collection.enter', officeId, programmeNotFound(programmeId))
    const programme = await programmeById(tx, programmeId)
    if (programme.kind !== 'current') throw notCurrent()
    const assignment = await holdAssignment(tx, programmeId, officeId)
    const cells = await reconciledYear(tx, programme, assignment, year)
    const returnId = base64url(ctx.random(16))
    const digest = currentDigest({ programmeId, officeId, cells })
    const requestId = await requestApproval(ctx, tx, {
      kind: CURRENT_APPROVAL,
      subjectId: returnId,
      digest,
      officeId,
      steps: stepsFor(programme.rules, assignment),
      title: `${year}年文件与证书核对：${programme.name}`,
      snapshot: cells.map((cell) => ({
        key: cellKey(cell),
        label: cellWords(cell),
        fields: {
          级别: levelGroupName(cell.level),
          取得途径: routeName(cell.route),
          文件人数: String(cell.documents),
          已颁发证书: String(cell.certificates),
          已说明原因: String(cell.explained),
          个人信息已删除: String(cell.erased),
        },
      })),
      async sealMore(record) {
        const row = {
          id: returnId,
          programmeId,
          officeId,
          kind: 'current' as const,
          cells,
          ground: '',
          digest,
        }
        const { rows, sealRoot } = sealRows(
          sealedCollectionReturns,
          record,
          [{ ...row, enteredOn: ctx.today(), enteredBy: ctx.actor.name }],
          ctx.random(32),
        )
        await tx.insert(collectionReturns).values([...rows])
        return { collection_returns: sealRoot }
      },
    })
    return { returnId, requestId, cells: cells.length }
  })
}

/** What approvers agree to: the counts themselves, so that another document or certificate asks them again. */
export const currentDigest = (told: {
  readonly programmeId: string
  readonly officeId: string
  readonly cells: readonly (Cell & CurrentCount)[]
}): string =>
  createHash('sha256')
    .update(utf8(`zhengxin/v1|collection.current|${canonicalJson(told as unknown as JsonValue)}`))
    .digest('hex')
