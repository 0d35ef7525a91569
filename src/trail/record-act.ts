import type { Context } from '../platform/context.ts'
import { copyIn, uniqueViolation, type Transaction } from '../platform/database.ts'
import { canonicalJson } from '../signing/canonical-json.ts'
import { hex } from '../signing/bytes.ts'
import { lockTrail, moveTrail } from './head.ts'
import { purposeFault } from './purpose.ts'
import {
  recordBytes,
  recordMark,
  subjectOf,
  trailChain,
  type RecordedAct,
  type TrailRecord,
} from './record.ts'
import { badPurpose, trailAltered } from './refusals.ts'
import { trailRecords, trailSubjects } from './schema.ts'

/**
 * Step: records an act in its own transaction, so that an act whose record cannot be written does not happen. Called
 * after the act's own rows and just before `appendEntries`: the trail's lock comes before the ledger's. Refuses
 * `trail/bad-purpose`, `trail/altered`.
 */
export async function recordAct(ctx: Context, tx: Transaction, act: RecordedAct): Promise<void> {
  const fault = ctx.actor.purpose === null ? null : purposeFault(ctx.actor.purpose)
  if (fault !== null) throw badPurpose(fault)
  const record = recordOf(ctx, act, ctx.actor.purpose)
  const subjects = subjectsOf(ctx, act.subjects ?? [])
  const bytes = recordBytes(record, subjects)
  const mark = recordMark(ctx.keyring.fields, bytes)

  const head = await lockTrail(ctx, tx)
  const chain = trailChain(head.chain, bytes)
  try {
    await tx.insert(trailRecords).values({ ...record, position: head.size, mark, chain })
  } catch (error) {
    // Somebody has put a record where ours belongs.
    if (uniqueViolation(error) === 'trail_records_pkey') throw trailAltered()
    throw error
  }
  await copyIn(
    tx,
    trailSubjects,
    subjects.map((subject) => ({ position: head.size, subject })),
  )
  await moveTrail(ctx, tx, { size: head.size + 1n, chain, anchored: head.anchored })
}

function recordOf(ctx: Context, act: RecordedAct, purpose: string | null): TrailRecord {
  return {
    at: ctx.now(),
    actor: ctx.actor.name,
    personId: ctx.actor.personId,
    sessionId: ctx.actor.sessionId,
    act: act.act,
    officeId: act.officeId,
    purpose,
    outcome: act.outcome ?? 'done',
    code: act.code ?? null,
    about: act.about ?? null,
    facts: canonicalJson(act.facts ?? {}),
    requestId: act.requestId ?? null,
    nonce: ctx.random(32),
  }
}

function subjectsOf(ctx: Context, personIds: readonly string[]): readonly Uint8Array[] {
  const subjects = new Map<string, Uint8Array>()
  for (const personId of personIds) {
    const subject = subjectOf(ctx.keyring.fields, personId)
    subjects.set(hex(subject), subject)
  }
  return [...subjects.values()]
}
