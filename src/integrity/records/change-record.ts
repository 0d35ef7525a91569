import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { openBatch } from '../../ledger/day-batch.ts'
import type { Day } from '../../calendar/day.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { checkedDay, checkedNumber, checkedWords } from './checked.ts'
import { checkedRecord, type RecordInput } from './checked-record.ts'
import { factsOf, openContent, type RecordContent, type VersionFacts, type VersionRow } from './content.ts'
import {
  everInForce,
  recordAtHand,
  recordVersion,
  sameDecision,
  termInForce,
  versionsOf,
} from './find-record.ts'
import {
  alreadyCleared,
  alreadyOver,
  alreadyRecorded,
  badRecord,
  endedEarly,
  notInForce,
  recordNotFound,
} from './refusals.ts'
import { recordState } from './state.ts'
import { checkedEvidence, storeVersion, type NewEvidence } from './store-version.ts'
import { termRuleFor, type OwnRule } from './term-rule.ts'

export type Correction = RecordInput & {
  readonly recordId: string
  /** Null: as before. */
  readonly rule: OwnRule | null
  readonly reason: string
  readonly evidence: readonly NewEvidence[]
}

/** A decision that undoes a record, for the time to come or from the beginning. */
export type Reversal = {
  readonly recordId: string
  readonly decidedBy: string
  readonly decisionNumber: string
  readonly decidedOn: Day
  readonly reason: string
} & ({ readonly act: 'end-early'; readonly endsOn: Day } | { readonly act: 'clear' })

/**
 * Corrects a record, before or after it is in force: a new version, and approvals of the one before are void. Whom it is
 * about never changes: a record of somebody else is cleared, and another one entered. Refuses `integrity/record-not-found`,
 * `/already-cleared`, `/ended-early`, `/changed-meanwhile` and what `enterRecord` refuses.
 */
export async function correctRecord(ctx: Context, input: Correction): Promise<void> {
  const reason = checkedWords('更正理由', input.reason, 5, 2000)
  const evidence = checkedEvidence(input.evidence)
  await nextVersion(ctx, input.recordId, async (tx, before) => {
    if ((await termInForce(tx, input.recordId))?.act === 'end-early') throw endedEarly()
    const { subjectKind, place, level } = before
    const checked = checkedRecord(input, subjectKind, ctx.today())
    const { facts, statement, response, titles, ...told } = checked
    // Two records of one decision, of people found to be one since, are each corrected as they stand.
    const isOtherDecision =
      told.decidedBy !== before.decidedBy || told.decisionNumber !== before.decisionNumber
    const same = isOtherDecision ? await sameDecision(tx, { ...before, ...told }) : null
    if (same !== null) throw alreadyRecorded(same)
    const rule =
      input.rule === null
        ? before.rule
        : await termRuleFor(tx, {
            office: await authorityById(tx, before.officeId),
            place,
            level,
            subjectKind,
            rule: input.rule,
          })
    const { name } = await openContent(ctx, tx, before)
    return {
      facts: { ...told, rule, act: 'record', endsOn: null },
      content: { name, facts, statement, response, titles, reason },
      evidence,
    }
  })
}

/**
 * Enters a decision that ends a record early or, an appeal being upheld, clears it as if it had never been in force. Both
 * are approved and put into force like the record itself; clearing is possible after the term too. Refuses
 * `integrity/not-in-force`, `/already-over`, `/already-cleared`, `/bad-record`, `/record-not-found`, `/changed-meanwhile`.
 */
export async function reverseRecord(ctx: Context, input: Reversal): Promise<void> {
  const today = ctx.today()
  const reason = checkedWords('理由', input.reason, 5, 2000)
  const decided = {
    decidedBy: checkedWords('决定机关', input.decidedBy, 2, 100),
    decisionNumber: checkedNumber('决定文号', input.decisionNumber),
    decidedOn: checkedDay('决定日期', input.decidedOn, today),
  }
  await nextVersion(ctx, input.recordId, async (tx) => {
    const term = await termInForce(tx, input.recordId)
    if (term === null) throw notInForce()
    // It reverses what is in force, not a correction that nobody has approved.
    const record = recordVersion(await everInForce(tx, await versionsOf(tx, input.recordId)))
    const content = { ...(await openContent(ctx, tx, record)), reason }
    const facts = { ...factsOf(record), ...decided, act: input.act }
    if (input.act === 'clear') return { facts: { ...facts, endsOn: null }, content, evidence: [] }
    if (!['in-term', 'to-come'].includes(recordState({ term }, today))) throw alreadyOver(term.endsOn ?? '')
    const endsOn = checkedDay('终止日期', input.endsOn, term.endsOn ?? '')
    if (endsOn < decided.decidedOn || endsOn < (term.startsOn ?? ''))
      throw badRecord('终止日期', '不能早于决定日期和记录期的第一天')
    return { facts: { ...facts, endsOn }, content, evidence: [] }
  })
}

interface NextVersion {
  readonly facts: Partial<VersionFacts>
  readonly content: Omit<RecordContent, 'salt'>
  readonly evidence: readonly NewEvidence[]
}

async function nextVersion(
  ctx: Context,
  recordId: string,
  make: (tx: Transaction, before: VersionRow) => Promise<NextVersion>,
): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const versions = await versionsOf(tx, recordId)
    const [newest] = versions
    await authorise(ctx, tx, 'integrity.enter', newest.officeId, recordNotFound(recordId))
    const term = await termInForce(tx, recordId)
    if (term !== null && term.startsOn === null) throw alreadyCleared()
    const before = await recordAtHand(tx, versions)
    const { facts, content, evidence } = await make(tx, before)
    const version = newest.version + 1
    const batch = await openBatch(ctx, tx)
    const stored = await storeVersion(ctx, tx, batch, {
      facts: {
        ...factsOf(before),
        ...facts,
        id: base64url(ctx.random(16)),
        version,
        enteredOn: ctx.today(),
        enteredBy: ctx.actor.name,
      },
      content,
      evidence,
    })
    await recordAct(ctx, tx, {
      act: 'integrity.enter',
      officeId: before.officeId,
      about: recordId,
      ...(before.personId !== null && { subjects: [before.personId] }),
      facts: { version, ...promised(batch, stored) },
    })
  })
}
