import { findAuthority } from '../../identity/find-authority.ts'
import type { WaitingRow } from '../../ledger/day-batch.ts'
import { findOrAddPersons } from '../../people/find-or-add.ts'
import { readIdDocument, type IdDocumentType } from '../../people/id-document.ts'
import { checkName } from '../../people/name.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { badRecord, otherName } from './refusals.ts'
import { isPerson, type SubjectKind } from './subject.ts'

/** Whom a record is about, as an officer types it off the decision. */
export type SubjectAsked =
  | {
      readonly kind: Extract<SubjectKind, 'applicant' | 'expert' | 'staff'>
      readonly name: string
      readonly idType: IdDocumentType
      readonly idNumber: string
      /** The number is known under another name, and it was found out that it is the same person. */
      readonly nameVerified: boolean
    }
  | {
      readonly kind: Extract<SubjectKind, 'review-body' | 'employer'>
      /** Of a registered office. */
      readonly officeId: string
    }

export interface Subject {
  readonly kind: SubjectKind
  /** As the decision has it. */
  readonly name: string
  readonly personId: string | null
  readonly officeId: string | null
  /** The row of a person nobody knew before. */
  readonly waits: readonly WaitingRow[]
}

/**
 * Step: finds the subject, or registers the person under the day's batch. A person is who has the number: namesakes
 * stay apart, the fifteen digits of an old number are the eighteen of the new, and one human with two numbers is recorded
 * under each that is known. Refuses `integrity/bad-record`, `integrity/other-name`.
 */
export async function findSubject(
  ctx: Context,
  tx: Transaction,
  batch: string,
  asked: SubjectAsked,
): Promise<Subject> {
  if (!isPerson(asked.kind) || 'officeId' in asked) {
    const office = 'officeId' in asked ? await findAuthority(tx, asked.officeId) : null
    if (office === null) throw badRecord('单位', '没有登记这个机构，请先登记')
    return { kind: asked.kind, name: office.name, personId: null, officeId: office.id, waits: [] }
  }
  const name = checkName(asked.name.trim())
  if ('fault' in name) throw badRecord('姓名', '含有不能使用的字符，或不是姓名')
  const document = readIdDocument(asked.idType, asked.idNumber, ctx.today())
  if ('fault' in document) throw badRecord('证件号码', '与证件类型不符，或校验位不对，请核对')
  const {
    keys,
    otherName: others,
    added,
  } = await findOrAddPersons(ctx, tx, batch, [
    { name: name.name, idType: asked.idType, idNumber: document.idNumber?.full ?? document.number },
  ])
  if (others.length > 0 && !asked.nameVerified) throw otherName()
  return {
    kind: asked.kind,
    name: name.name,
    personId: keys[0]?.personId ?? '',
    officeId: null,
    waits: added,
  }
}
