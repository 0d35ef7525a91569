import { authorise } from '../../identity/authorise.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import { openBatch } from '../../ledger/day-batch.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { Context } from '../../platform/context.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { checkedRecord, type RecordInput } from './checked-record.ts'
import { sameDecision } from './find-record.ts'
import { findSubject, type SubjectAsked } from './find-subject.ts'
import { alreadyRecorded, badRecord } from './refusals.ts'
import { checkedEvidence, storeVersion, type NewEvidence } from './store-version.ts'
import { termRuleFor, type OwnRule } from './term-rule.ts'

export interface NewRecord extends RecordInput {
  /** Whose archive it goes into. */
  readonly officeId: string
  readonly subject: SubjectAsked
  /** The notice it goes by: an id of policy/places. */
  readonly place: string
  /** Of what was applied for. */
  readonly level: LevelGroup
  /** A sector's rule in place of the notice's; needed for all but applicants. */
  readonly rule: OwnRule | null
  readonly evidence: readonly NewEvidence[]
}

/**
 * Enters a record: nobody is barred by it before two others have approved it and it was put into force. Refuses
 * `integrity/bad-record`, `/not-heard`, `/other-name`, `/already-recorded`, `/rule-needed`, `/term-unspecified`,
 * `/not-this-place`, `/too-much-evidence`, `identity/not-allowed`.
 */
export async function enterRecord(ctx: Context, input: NewRecord): Promise<{ readonly recordId: string }> {
  const checked = checkedRecord(input, input.subject.kind, ctx.today())
  const evidence = checkedEvidence(input.evidence)
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'integrity.enter', input.officeId)
    const office = await findAuthority(tx, input.officeId)
    if (office === null) throw badRecord('档案机构', '没有登记这个机构')
    const { place, level } = input
    const rule = await termRuleFor(tx, {
      office,
      place,
      level,
      subjectKind: input.subject.kind,
      rule: input.rule,
    })
    const batch = await openBatch(ctx, tx)
    const subject = await findSubject(ctx, tx, batch, input.subject)
    const { facts, statement, response, titles, ...told } = checked
    const about = { personId: subject.personId, subjectOfficeId: subject.officeId }
    const same = await sameDecision(tx, { ...told, ...about })
    if (same !== null) throw alreadyRecorded(same)

    const recordId = base64url(ctx.random(16))
    const stored = await storeVersion(ctx, tx, batch, {
      facts: {
        id: base64url(ctx.random(16)),
        recordId,
        version: 1,
        act: 'record',
        officeId: office.id,
        place,
        level,
        subjectKind: subject.kind,
        ...about,
        ...told,
        rule,
        endsOn: null,
        enteredOn: ctx.today(),
        enteredBy: ctx.actor.name,
      },
      content: { name: subject.name, facts, statement, response, titles, reason: '' },
      evidence,
    })
    await recordAct(ctx, tx, {
      act: 'integrity.enter',
      officeId: office.id,
      about: recordId,
      ...(subject.personId !== null && { subjects: [subject.personId] }),
      facts: { version: 1, ...promised(batch, [...stored, ...subject.waits]) },
    })
    return { recordId }
  })
}
