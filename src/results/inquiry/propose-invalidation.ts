import { createHash } from 'node:crypto'
import { and, eq } from 'drizzle-orm'
import { requestApproval } from '../../approvals/request-approval.ts'
import type { ApprovalStep } from '../../approvals/step.ts'
import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { newPersonKey, NONCE_LENGTH, openPersonKey, protectText, revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { base64url, fromHex, hex, utf8 } from '../../signing/bytes.ts'
import { canonicalJson } from '../../signing/canonical-json.ts'
import { matchingName } from '../../people/name.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import { resultRows } from '../lists/schema.ts'
import { checkedPastDay, checkedWords } from './checked.ts'
import { invalidScopeName, type InvalidScope } from './invalid-scope.ts'
import { invalidationNotFound, rowNotFound } from './refusals.ts'
import type { NamedOnList } from './row-named.ts'
import { declaringOffice, rowsInScope, type ScopedRow } from './rows-in-scope.ts'
import { invalidationPlans } from './schema.ts'

/** The approvals' word for declaring results invalid. */
export const INVALIDATION_KIND = 'results.invalidate'

export type InvalidationPlan = typeof invalidationPlans.$inferSelect

/** As it is asked for: a person by number and name on a list, as a clerk types them off a paper. */
export type AskedScope =
  (NamedOnList & { readonly kind: 'person' }) | Exclude<InvalidScope, { readonly kind: 'person' }>

export interface NewInvalidation {
  readonly scope: AskedScope
  /** The deciding document's number, and its date. */
  readonly document: string
  readonly decidedOn: Day
  readonly ground: string
}

/**
 * Proposes that results are declared invalid, for others to approve: exactly these people, by exactly this document.
 * Nothing changes before it is carried out, with the certificates (certificates/changes/apply-invalidation.ts). Refuses
 * `results/nothing-to-invalidate`, `/too-many-to-invalidate`, `/row-not-found`, `/bad-inquiry`, `identity/not-allowed`.
 */
export async function proposeInvalidation(
  ctx: Context,
  input: NewInvalidation,
): Promise<{ readonly planId: string; readonly requestId: string; readonly rows: number }> {
  const document = foldDocumentNumber(checkedWords('决定文号', input.document, 2, 100))
  const ground = checkedWords('理由', input.ground, 5, 500)
  const decidedOn = checkedPastDay('决定日期', input.decidedOn, ctx.today())
  return ctx.database.transaction(async (tx) => {
    const scope = await scopeAsked(tx, input.scope)
    const officeId = await declaringOffice(tx, scope)
    await authorise(ctx, tx, 'results.inquire', officeId, hiddenBy(scope))
    const rows = await rowsInScope(tx, scope)
    await refuseOtherName(ctx, tx, input.scope, rows)
    const decided = { scope, document, decidedOn, ground }
    const digest = invalidationDigest(decided, rows)
    const planId = base64url(ctx.random(16))
    const key = newPersonKey(ctx.keyring.fields, keyName(planId), ctx.random(32))
    await tx.insert(invalidationPlans).values({
      id: planId,
      officeId,
      scope,
      document,
      decidedOn,
      wrappedKey: key.wrapped,
      ground: protectText(key, groundPlace(planId), ground, ctx.random(NONCE_LENGTH)),
      rowCount: rows.length,
      digest: fromHex(digest),
      preparedBy: ctx.actor.name,
      preparedOn: ctx.today(),
    })
    const requestId = await requestApproval(ctx, tx, {
      kind: INVALIDATION_KIND,
      subjectId: planId,
      digest,
      officeId,
      steps: stepsFor(officeId, scope),
      title: `宣布评审结果无效：${invalidScopeName(scope.kind)} ${rows.length} 人（${document}）`,
      subjects: rows.map(({ personId }) => personId),
      snapshot: await snapshotOf(ctx, tx, rows, decided),
    })
    return { planId, requestId, rows: rows.length }
  })
}

/** What was decided, with whom it is about found. */
export type Decided = Omit<NewInvalidation, 'scope'> & { readonly scope: InvalidScope }

async function scopeAsked(tx: Transaction, asked: AskedScope): Promise<InvalidScope> {
  if (asked.kind !== 'person') return asked
  const [row] = await tx
    .select({ id: resultRows.id })
    .from(resultRows)
    .where(and(eq(resultRows.listId, asked.listId), eq(resultRows.position, asked.position)))
  if (!row) throw rowNotFound()
  return { kind: 'person', rowId: row.id }
}

// A list of another office looks like one that is not there; its own cycles and committees an office knows.
const hiddenBy = ({ kind }: InvalidScope) => (kind === 'person' ? rowNotFound() : undefined)

/** Number and name must agree, or a slip of the pen reaches somebody else. */
async function refuseOtherName(
  ctx: Context,
  tx: Transaction,
  asked: AskedScope,
  [row]: readonly ScopedRow[],
): Promise<void> {
  if (asked.kind !== 'person' || !row) return
  const key = (await remainingKeys(ctx, tx, [row.personId])).get(row.personId)
  const name = key && revealText(key, { column: 'result_rows.name', row: row.id }, row.name)
  if (name === undefined || matchingName(name) !== matchingName(asked.name.trim())) throw rowNotFound()
}

/** 一人的由审核人批准；一次评审、一个评委会的再由文件签发人批准，两人。 */
function stepsFor(officeId: string, { kind }: InvalidScope): readonly ApprovalStep[] {
  const reviewer: ApprovalStep = { role: 'reviewer', officeId, people: 1 }
  return kind === 'person' ? [reviewer] : [reviewer, { role: 'document-issuer', officeId, people: 1 }]
}

async function snapshotOf(
  ctx: Context,
  tx: Transaction,
  rows: readonly ScopedRow[],
  { document, decidedOn, ground }: Decided,
) {
  const keys = await remainingKeys(
    ctx,
    tx,
    rows.map(({ personId }) => personId),
  )
  return rows.map((row) => {
    const key = keys.get(row.personId)
    const name = key ? revealText(key, { column: 'result_rows.name', row: row.id }, row.name) : ERASED
    const fields = {
      工作单位: row.employer,
      专业: row.specialty,
      资格名称: row.title,
      办理: '宣布评审结果无效，撤销证书',
      决定文号: `${document}（${decidedOn}）`,
      理由: ground,
    }
    return { key: row.id, label: name, fields, ...(key && { personId: row.personId }) }
  })
}

/** SHA-256 over the decision and the exact rows: whoever approves it approves nothing else. 64 hex digits. */
export function invalidationDigest(decided: Decided, rows: readonly ScopedRow[]): string {
  const plan = canonicalJson({ ...decided, rows: rows.map(({ id }) => id) })
  return hex(new Uint8Array(createHash('sha256').update(utf8(plan)).digest()))
}

const keyName = (planId: string): string => `invalidation/${planId}`
const groundPlace = (planId: string) => ({ column: 'invalidation_plans.ground', row: planId }) as const

/** Step: why, in the words that were approved. */
export function groundOf(ctx: Context, plan: InvalidationPlan): string {
  const key = openPersonKey(ctx.keyring.fields, keyName(plan.id), plan.wrappedKey)
  return revealText(key, groundPlace(plan.id), plan.ground)
}

/** Refuses `results/invalidation-not-found`. */
export async function invalidationById(handle: Handle, planId: string): Promise<InvalidationPlan> {
  const [plan] = await handle.select().from(invalidationPlans).where(eq(invalidationPlans.id, planId))
  if (!plan) throw invalidationNotFound(planId)
  return plan
}
