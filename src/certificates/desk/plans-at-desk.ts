import { and, desc, eq, sql } from 'drizzle-orm'
import { inScope, officesFor } from '../../identity/authorise.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { doneBy } from './done-by.ts'
import { isCode } from '../reading/find.ts'
import type { LifeAct } from '../life-cycle.ts'
import type { PlanScope } from '../changes/plan-scope.ts'
import { planStanding, type PlanStanding } from '../changes/plan-standing.ts'
import { planNotFound } from '../refusals.ts'
import { appliedPlans, changePlans } from '../schema.ts'

/** A proposed change as a desk shows it; whom it is about, its approval shows to those who may see it. */
export interface PlanAtDesk {
  readonly id: string
  readonly authorityId: string
  readonly authority: string
  readonly scope: PlanScope
  readonly act: LifeAct
  readonly document: string
  readonly decidedOn: string
  readonly certificates: number
  /** A login. */
  readonly preparedBy: string
  readonly preparedOn: string
  readonly appliedOn: string | null
  readonly requestId: string | null
  readonly standing: PlanStanding
}

const columns = {
  id: changePlans.id,
  authorityId: changePlans.authorityId,
  authority: currentAuthorities.name,
  scope: changePlans.scope,
  act: changePlans.act,
  document: changePlans.document,
  decidedOn: changePlans.decidedOn,
  certificates: changePlans.certificates,
  preparedBy: changePlans.preparedBy,
  preparedOn: changePlans.preparedOn,
  appliedOn: appliedPlans.appliedOn,
}

/**
 * The proposed changes of the offices in reach, latest first; of one certificate only when its number is given.
 * `limit`: 1 to 200; `after`: the last id of the page before.
 */
export async function listPlans(
  ctx: Context,
  handle: Handle,
  of: { readonly after?: string | undefined; readonly limit: number; readonly number?: string },
): Promise<{ readonly items: readonly PlanAtDesk[]; readonly next: string | null }> {
  const offices = await officesFor(ctx, handle, 'certificates.see')
  const rows = await plansFrom(handle)
    .where(
      and(
        inScope(offices, changePlans.authorityId),
        of.number === undefined ? undefined : sql`${changePlans.scope} ->> 'number' = ${of.number}`,
        of.after !== undefined && isCode(of.after)
          ? sql`(${changePlans.preparedOn}, ${changePlans.id}) < (select p.prepared_on, p.id from change_plans p where p.id = ${of.after})`
          : undefined,
      ),
    )
    .orderBy(desc(changePlans.preparedOn), desc(changePlans.id))
    .limit(of.limit + 1)
  const items = await Promise.all(rows.slice(0, of.limit).map((row) => atDesk(handle, row)))
  return { items, next: rows.length > of.limit ? (items.at(-1)?.id ?? null) : null }
}

/** Refuses `certificates/plan-not-found`, also for one out of reach. */
export async function findPlanAtDesk(ctx: Context, handle: Handle, id: string): Promise<PlanAtDesk> {
  const offices = await officesFor(ctx, handle, 'certificates.see')
  const [row] = isCode(id)
    ? await plansFrom(handle).where(and(eq(changePlans.id, id), inScope(offices, changePlans.authorityId)))
    : []
  if (!row) throw planNotFound(id)
  return atDesk(handle, row)
}

const plansFrom = (handle: Handle) =>
  handle
    .select(columns)
    .from(changePlans)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, changePlans.authorityId))
    .leftJoin(appliedPlans, eq(appliedPlans.id, changePlans.id))

async function atDesk(handle: Handle, row: Omit<PlanAtDesk, 'requestId' | 'standing'>): Promise<PlanAtDesk> {
  const by = await doneBy(handle, [row.preparedBy])
  const { requestId, standing } = await planStanding(handle, row.id)
  const isApplied = row.appliedOn !== null
  return {
    ...row,
    preparedBy: by(row.preparedBy),
    requestId,
    standing: isApplied ? { kind: 'applied' } : standing,
  }
}
