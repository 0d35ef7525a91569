import { requestApproval } from '../../approvals/request-approval.ts'
import type { ApprovalStep } from '../../approvals/step.ts'
import { chineseDay } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { accountById } from '../../identity/sign-in/find-account.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { hex } from '../../signing/bytes.ts'
import { conductName } from './conduct.ts'
import { openContent, type RecordContent, type VersionRow } from './content.ts'
import { termInForce, versionsOf } from './find-record.ts'
import { nothingToSubmit, recordNotFound } from './refusals.ts'
import { recordActName } from './state.ts'
import { effectOf, subjectName } from './subject.ts'
import { termStartName, type TermRule } from './term.ts'

/** The approvals' word for a version of a record. */
export const RECORD_APPROVAL = 'integrity.record'

/**
 * Asks two others to approve the newest version: reviewers of the office, neither of whom entered it, whoever submits it,
 * nor is the person it is about. Refuses `integrity/record-not-found`, `integrity/nothing-to-submit`,
 * `identity/not-allowed`, `approvals/…`.
 */
export async function submitRecord(ctx: Context, recordId: string): Promise<{ readonly requestId: string }> {
  return ctx.database.transaction(async (tx) => {
    const [version] = await versionsOf(tx, recordId)
    await authorise(ctx, tx, 'integrity.enter', version.officeId, recordNotFound(recordId))
    if ((await termInForce(tx, recordId))?.versionId === version.id) throw nothingToSubmit()
    const content = await openContent(ctx, tx, version)
    const requestId = await requestApproval(ctx, tx, {
      kind: RECORD_APPROVAL,
      subjectId: recordId,
      digest: hex(version.digest),
      officeId: version.officeId,
      steps: stepsFor(version.officeId),
      isBatched: true,
      title: `诚信记录：${recordActName(version.act)}`,
      ...(version.personId !== null && { subjects: [version.personId] }),
      excluded: await concernedBy(tx, version),
      snapshot: [
        {
          key: 'record',
          label: content.name,
          fields: fieldsOf(version, content),
          ...(version.personId !== null && { personId: version.personId }),
        },
      ],
    })
    return { requestId }
  })
}

/** Whom the record is about, and who stands behind the account that entered it. */
async function concernedBy(handle: Handle, { personId, enteredBy }: VersionRow): Promise<readonly string[]> {
  const [, accountId] = /^account:(.+)$/.exec(enteredBy) ?? []
  const enterer = accountId === undefined ? null : (await accountById(handle, accountId)).personId
  return [personId, enterer].filter((id) => id !== null)
}

const stepsFor = (officeId: string): readonly ApprovalStep[] => [{ role: 'reviewer', officeId, people: 2 }]

function fieldsOf(version: VersionRow, content: RecordContent): Readonly<Record<string, string>> {
  return {
    办理: recordActName(version.act),
    对象: subjectName(version.subjectKind),
    失信行为: conductName(version.conduct),
    事实: content.facts,
    告知和陈述申辩: heardInWords(version, content),
    决定: `${version.decidedBy}，${version.decisionNumber}，${chineseDay(version.decidedOn)}`,
    记录期: version.act === 'end-early' ? `提前终止于 ${version.endsOn}` : ruleInWords(version.rule),
    后果: version.act === 'clear' ? '视为从未记录' : effectOf(version.subjectKind),
    ...(content.titles.length > 0 && { 撤销的证书: content.titles.join('、') }),
    ...(content.reason !== '' && { 理由: content.reason }),
  }
}

export const ruleInWords = ({ years, start, document, clause }: TermRule): string =>
  `${years} 年，自${termStartName(start)}起（${document} ${clause}）`

export function heardInWords(
  { toldOn, hearingThrough, statedOn }: VersionRow,
  { statement, response }: RecordContent,
): string {
  const told = `${chineseDay(toldOn)}告知，可陈述申辩至${chineseDay(hearingThrough)}`
  if (statedOn === null) return `${told}；没有陈述申辩`
  const plain = (text: string) => text.replace(/[。；.;\s]+$/u, '')
  return `${told}；${chineseDay(statedOn)}陈述：${plain(statement)}；复核意见：${plain(response)}`
}
