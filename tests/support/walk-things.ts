import { generateKeyPairSync } from 'node:crypto'
import { planBulk } from '../../src/certificates/changes/plan-bulk.ts'
import { proposeChange } from '../../src/certificates/changes/propose-change.ts'
import { issueCertificates } from '../../src/certificates/issue.ts'
import { findById } from '../../src/certificates/reading/find.ts'
import { certificatesOf } from '../../src/certificates/reading/certificates-of.ts'
import { registerCommittee } from '../../src/cycles/register-committee.ts'
import { registerCycle } from '../../src/cycles/register-cycle.ts'
import { authorityById, listAuthorities } from '../../src/identity/find-authority.ts'
import { grantPower } from '../../src/identity/grant-power.ts'
import { registerClient } from '../../src/identity/sign-in/register-client.ts'
import { startRecovery } from '../../src/identity/sign-in/recovery.ts'
import { enterRecord } from '../../src/integrity/records/enter-record.ts'
import { proposeJoin } from '../../src/integrity/same-person/propose-join.ts'
import { makeFile } from '../../src/integrity/sharing/make-file.ts'
import { setPlatform } from '../../src/integrity/sharing/set-platform.ts'
import { cancelJob } from '../../src/jobs/cancel-job.ts'
import { startJob } from '../../src/jobs/start-job.ts'
import { dayFromNumber, dayNumber } from '../../src/calendar/day.ts'
import type { Context } from '../../src/platform/context.ts'
import { proposeInvalidation } from '../../src/results/inquiry/propose-invalidation.ts'
import { receiveReexamination } from '../../src/results/inquiry/receive-reexamination.ts'
import { registerDocument } from '../../src/results/document/register-document.ts'
import { importList } from '../../src/results/lists/import-list.ts'
import { answerObjection } from '../../src/results/objections/answer-objection.ts'
import { listObjections } from '../../src/results/objections/find-objection.ts'
import { raiseObjection } from '../../src/results/objections/raise-objection.ts'
import { openPublicity } from '../../src/results/publicity/open-publicity.ts'
import { submitList } from '../../src/results/lists/submit-list.ts'
import { workbookOf } from './list.ts'
import { pastThingsOf } from './past-things.ts'
import { madeUpNumber, somebody } from './staff.ts'

/** Values by the name they have in paths, queries and bodies: one office's things. */
export type Things = Readonly<Record<string, unknown>>

export const UNKNOWN = 'A'.repeat(22)
const NOTHING = '0'.repeat(64)
const DOCUMENTS: Readonly<Record<number, string>> = { 1: '大人社发〔2023〕1号', 2: '昆人社发〔2023〕1号' }
const { publicKey } = generateKeyPairSync('ed25519')

/** Who stands on the lists of the first office, and of the other. */
export const OF_LISTS: Readonly<Record<number, string>> = { 1: '段大理', 2: '滇昆明' }

/** One of everything that belongs to an office, by the name its id has in the document. */
export async function thingsOf(
  ctx: Context,
  officeId: string,
  provinceId: string,
  person: number,
): Promise<Things> {
  const { creditCode } = await authorityById(ctx.database.read, officeId)
  const province = await authorityById(ctx.database.read, provinceId)
  const colleague = await somebody(ctx, { officeId, roles: ['clerk'], person })
  const list = async (note: string, authority: string) => {
    const bytes = await workbookOf([
      {
        姓名: OF_LISTS[person] ?? '某人',
        证件号码: madeUpNumber(201 + 2 * person),
        评审资格名称: '一级教师',
        级别: '中级',
        备注: `${note}${person}`,
      },
    ])
    const by = { fileName: 'list.xlsx', authority, office: creditCode }
    return (await importList(ctx, { bytes, ...by })).listId
  }
  const jobId = await ctx.database.transaction((tx) =>
    startJob(ctx, tx, { kind: 'walk', officeId, input: {} }),
  )
  // Ended, so that whoever follows it comes to the end at once.
  await cancelJob(ctx, jobId)
  return {
    officeId,
    parentId: officeId,
    office: creditCode,
    authority: province.creditCode,
    accountId: colleague.actor.accountId,
    grantee: colleague.actor.accountId,
    role: 'clerk',
    clientId: (
      await registerClient(ctx, { name: '系统', officeId, jwk: publicKey.export({ format: 'jwk' }) })
    ).clientId,
    jwk: publicKey.export({ format: 'jwk' }),
    recoveryId: (await startRecovery(await officer(ctx, provinceId, person), colleague.actor)).recoveryId,
    powerId: (
      await grantPower(ctx, {
        authorityId: officeId,
        power: 'confirm',
        levels: ['420'],
        series: null,
        fromYear: 2020,
        throughYear: 2021,
        ground: '通知',
      })
    ).powerId,
    jobId,
    listId: await list('一', creditCode),
    requestId: await submitList(ctx, { listId: await list('二', province.creditCode) }),
    ...(await cycleOf(ctx, creditCode)),
    ...(await publicityOf(ctx, creditCode, person)),
    recordId: await recordOf(ctx, officeId, person),
    exchangeId: await exchangeOf(ctx, officeId),
    ...(await certificateOf(ctx, officeId, person)),
    proposalId: await joinOf(ctx, officeId, person, colleague.actor.personId),
    ...(await pastThingsOf(ctx, { officeId, person, name: OF_LISTS[person] ?? '某人' })),
    sessionId: UNKNOWN,
    consentId: UNKNOWN,
    confirmationId: UNKNOWN,
    evidenceId: UNKNOWN,
    file: NOTHING,
    part: 0,
  }
}

/** A title the office confirmed itself, its certificate, and a change of it that is proposed. */
async function certificateOf(ctx: Context, authorityId: string, person: number): Promise<Things> {
  const { creditCode: authority } = await authorityById(ctx.database.read, authorityId)
  const bytes = await workbookOf([
    {
      姓名: OF_LISTS[person] ?? '某人',
      证件号码: madeUpNumber(301 + 2 * person),
      评审资格名称: '一级教师',
      级别: '中级',
    },
  ])
  const { listId } = await importList(ctx, { bytes, fileName: 'list.xlsx', authority })
  const made = { documentNumber: DOCUMENTS[person] ?? '', issuedOn: '2023-12-20', persons: bytes }
  const { number: document, documentId } = await registerDocument(ctx, { listId, ...made })
  await issueCertificates(ctx, { document })
  const [certificate] = await certificatesOf(ctx, document, null)
  const number = certificate?.number ?? ''
  const asked = {
    authorityId,
    scope: { kind: 'certificate' as const, number },
    act: 'suspend' as const,
    document,
    decidedOn: ctx.today(),
    ground: '举报待核。',
  }
  const { digest } = await planBulk(ctx, asked)
  const { planId } = await proposeChange(ctx, { ...asked, digest })
  const found = await findById(ctx, ctx.database.read, certificate?.id ?? '')
  const conferredTitleId = found?.row.titleId ?? ''
  return {
    document,
    documentId,
    number,
    certificateId: certificate?.id ?? '',
    conferredTitleId,
    digest,
    planId,
  }
}

/** A year of 考核认定: an employer's own, or what looks like one at an office that is none. */
export async function assessmentOf(ctx: Context, officeId: string): Promise<Things> {
  const { creditCode: employer } = await authorityById(ctx.database.read, officeId)
  const bureau = (await listAuthorities(ctx.database.read)).find(({ kind }) => kind === 'prefecture')
  const { cycleId: assessmentId } = await registerCycle(ctx, {
    route: 'assessment',
    office: employer,
    filingAuthority: bureau?.creditCode ?? '',
    series: null,
    levels: ['434'],
    place: 'eryuan-2024',
    year: 2024,
  })
  return { employer, assessmentId }
}

/** A committee and its year, filed by the very office that convenes it. */
async function cycleOf(ctx: Context, creditCode: string): Promise<Things> {
  const { committeeId } = await registerCommittee(ctx, {
    name: '初级职称评审委员会',
    office: creditCode,
    filingAuthority: creditCode,
    series: null,
    levels: ['434'],
    size: 9,
    validFrom: '2026-01-01',
    validThrough: '2028-12-31',
  })
  const year = 2026
  const { cycleId } = await registerCycle(ctx, { route: 'review', committeeId, place: 'eryuan-2024', year })
  return {
    committeeId,
    cycleId,
    filingAuthority: creditCode,
    filing: 'pre-meeting',
    place: 'eryuan-2024',
  }
}

/** A result before the public, an objection to it that was answered, and what somebody inquires about it. */
async function publicityOf(ctx: Context, creditCode: string, person: number): Promise<Things> {
  const name = '高级职称评审委员会'
  const { committeeId } = await registerCommittee(ctx, {
    name,
    office: creditCode,
    filingAuthority: creditCode,
    series: null,
    levels: ['412'],
    size: 9,
    validFrom: '2020-01-01',
    validThrough: '2022-12-31',
  })
  const { cycleId } = await registerCycle(ctx, {
    route: 'review',
    committeeId,
    place: 'yunnan-2020',
    year: 2020,
  })
  const somebodyListed = OF_LISTS[person] ?? '某人'
  const { listId } = await importList(ctx, {
    bytes: await workbookOf([
      { 姓名: somebodyListed, 证件号码: madeUpNumber(401 + 2 * person), 评委会名称: name },
    ]),
    fileName: 'list.xlsx',
    authority: creditCode,
    office: creditCode,
    cycleId,
    stage: 'approved',
  })
  const today = ctx.today()
  const days = { opensOn: today, closesOn: dayFromNumber(dayNumber(today) + 30) }
  const { publicationId } = await openPublicity(ctx, { listId, kind: 'result', ...days })
  const about = { position: 1, name: somebodyListed }
  await raiseObjection(ctx, { publicationId, about, text: '任职年限不足，请予核查。', contact: null })
  const [objection] = await listObjections(ctx, ctx.database.read, publicationId)
  const objectionId = objection?.id ?? ''
  await answerObjection(ctx, { objectionId, step: 'not-accepted', ground: '没有写明事实。' })
  const asked = { listId, ...about, scope: 'procedure' as const, text: '评审程序有误。', receivedOn: today }
  const { id: reexaminationId } = await receiveReexamination(ctx, asked)
  const { planId: invalidationId } = await proposeInvalidation(ctx, {
    scope: { kind: 'session', cycleId },
    document: '洱人社〔2026〕1号',
    decidedOn: today,
    ground: '评审程序违规。',
  })
  return { publicationId, objectionId, reexaminationId, invalidationId }
}

/** An empty file for the credit platform. */
async function exchangeOf(ctx: Context, officeId: string): Promise<string> {
  const basis = '昆人社通〔2023〕37号 六（三）'
  await setPlatform(ctx, { officeId, name: '信用平台', publicKey: 'A'.repeat(43), basis, isOpen: true })
  return (await makeFile(ctx, { officeId, kind: 'full' })).fileId
}

/** A merge of two records of persons, proposed and not agreed to. */
async function joinOf(ctx: Context, officeId: string, person: number, personId: string): Promise<string> {
  const holder = {
    name: OF_LISTS[person] ?? '某人',
    idType: 'resident-identity-card',
    idNumber: madeUpNumber(301 + 2 * person),
  } as const
  const people = [{ personId }, holder] as const
  const ground = '两份证件经核对为同一人所有。'
  return (await proposeJoin(ctx, { act: 'merge', officeId, people, ground })).proposalId
}

/** A record of misconduct, entered and not approved. */
async function recordOf(ctx: Context, officeId: string, person: number): Promise<string> {
  const { recordId } = await enterRecord(ctx, {
    officeId,
    place: 'national-2019',
    level: 'senior',
    conduct: 'false-materials',
    titles: [],
    evidence: [],
    subject: {
      kind: 'applicant',
      name: OF_LISTS[person] ?? '某人',
      idType: 'resident-identity-card',
      idNumber: madeUpNumber(601 + person),
      nameVerified: false,
    },
    rule: { document: '行业规定', clause: '一', years: 3, start: 'decision' },
    facts: '提交的论文系伪造，经书面确认。',
    conductOn: '2023-07-01',
    foundOn: '2023-11-01',
    toldOn: '2023-11-05',
    hearingThrough: '2023-11-12',
    statedOn: null,
    statement: '',
    response: '',
    decidedBy: '人社局',
    decisionNumber: `决〔2023〕${person}号`,
    decidedOn: '2023-12-01',
  })
  return recordId
}

const officer = (ctx: Context, officeId: string, person: number) =>
  somebody(ctx, { officeId, roles: ['operator'], person: 50 + person })
