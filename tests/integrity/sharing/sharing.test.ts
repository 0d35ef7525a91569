import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { dayOf } from '../../../src/calendar/day.ts'
import { isListed } from '../../../src/integrity/barred.ts'
import { destroyDue } from '../../../src/integrity/ending/destroy-due.ts'
import { reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { readRecord } from '../../../src/integrity/records/read-record.ts'
import { submitRecord } from '../../../src/integrity/records/submit-record.ts'
import { misconductTerms } from '../../../src/integrity/schema.ts'
import type { ExchangeKind } from '../../../src/integrity/sharing/exchange.ts'
import { receiveReply, REPLY_TYPE, sendFile } from '../../../src/integrity/sharing/file-event.ts'
import { EXCHANGE_TYPE, fileDigest } from '../../../src/integrity/sharing/file-text.ts'
import { filesOf } from '../../../src/integrity/sharing/find-copies.ts'
import { forgetCopies } from '../../../src/integrity/sharing/forget-copies.ts'
import { makeFile } from '../../../src/integrity/sharing/make-file.ts'
import { endAfterRepair, noteCopy } from '../../../src/integrity/sharing/note-copy.ts'
import { exchangeEvents, exchangeFiles, sharedCopies } from '../../../src/integrity/sharing/schema.ts'
import { setPlatform } from '../../../src/integrity/sharing/set-platform.ts'
import {
  copiesIn,
  copyState,
  lineFor,
  wantedOf,
  type SentFile,
} from '../../../src/integrity/sharing/state.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { answerRule } from '../../../src/policy/answer-rule.ts'
import { authorityById } from '../../../src/identity/find-authority.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { base64url } from '../../../src/signing/bytes.ts'
import { ed25519Signer, verifyEd25519 } from '../../../src/signing/ed25519.ts'
import { openJws, signJws, type JsonObject } from '../../../src/signing/jws.ts'
import { auditWaiting } from '../../../src/trail/audit-waiting.ts'
import { closeBatches } from '../../../src/trail/close-batches.ts'
import { databaseTest as test } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { madeUpNumber, somebody } from '../../support/staff.ts'
import { agree, applicant, archiveAtWork } from '../records/at-work.ts'

const THEIRS = ed25519Signer(new Uint8Array(32).fill(9))
const PLATFORM = {
  name: '全国信用信息共享平台（云南）',
  publicKey: base64url(THEIRS.publicKey),
  basis: '昆人社通〔2023〕37号 六（三）',
  isOpen: true,
}
const NOTICE = { document: '信用修复决定〔2026〕9号', happenedOn: '2026-11-20' }
const at = (ctx: Context, instant: string): Context => {
  const now = new Date(instant)
  return { ...ctx, now: () => now, today: () => dayOf(now) }
}
const CLEARED = {
  act: 'clear',
  decidedBy: '云南省人民政府',
  decisionNumber: '云政复〔2024〕1号',
  decidedOn: '2024-06-01',
  reason: '经复议，事实不清，予以撤销。',
} as const
const RUNS = { document: '云教规〔2022〕9号', clause: '第十二条', years: 5, start: 'decision' } as const

interface Line {
  readonly shareId: string
  readonly act: string
  readonly code?: string
}

async function sharing(database: Database) {
  const work = await archiveAtWork(database)
  const { officeId, officer } = work
  const issuer = await somebody(work.ctx, { officeId, roles: ['document-issuer'], person: 805 })
  await setPlatform(issuer, { officeId, ...PLATFORM })
  const make = (kind: ExchangeKind, by: Context = officer) => makeFile(by, { officeId, kind })
  const sent = async (fileId: string, by: Context = officer) => {
    const { text, name } = await sendFile(by, fileId)
    const opened = openJws(text, EXCHANGE_TYPE)
    if (typeof opened === 'string') throw new Error(opened)
    expect(verifyEd25519(work.ctx.keyring.certificates.publicKey, opened.signed, opened.signature)).toBe(true)
    return { text, name, payload: opened.payload, lines: opened.payload['lines'] as readonly Line[] }
  }
  const answer = async (fileId: string, more: JsonObject = {}, signer = THEIRS) => {
    const { text, payload } = await sent(fileId)
    const reply = {
      v: 1,
      sequence: payload['sequence'],
      file: fileDigest(text),
      outcome: 'accepted',
      ...more,
    }
    return receiveReply(officer, { officeId, text: signJws(signer, REPLY_TYPE, reply) })
  }
  const stateOf = async (recordId: string) =>
    copyState(
      copiesIn(await filesOf(database.read, officeId)).get(recordId) ?? {
        held: null,
        mayHold: false,
        pending: null,
        rejected: null,
      },
    )
  return { ...work, issuer, make, sent, answer, stateOf }
}

describe('the copy with the platform', () => {
  const put = { act: 'put', recordId: 'r', termId: 't1' } as const
  const withdraw = { act: 'withdraw', recordId: 'r', reason: 'expired' } as const
  const file = (
    line: SentFile['lines'][number],
    answer: SentFile['answer'],
    more: Partial<SentFile> = {},
  ): SentFile => ({
    kind: 'incremental',
    lines: [line],
    answer,
    rejected: new Map(),
    wasSent: true,
    isInHand: true,
    ...more,
  })
  test.for([
    ['sent and not answered', [file(put, null)], 'sent'],
    ['lost before it was sent', [file(put, null, { wasSent: false, isInHand: false })], 'none'],
    ['sent, never answered, and lost: it may be there', [file(put, null, { isInHand: false })], 'unanswered'],
    ['and taken back', [file(put, null, { isInHand: false }), file(withdraw, 'accepted')], 'none'],
    ['answered late', [file(put, 'accepted', { isInHand: false }), file(withdraw, 'accepted')], 'none'],
    ['accepted', [file(put, 'accepted')], 'held'],
    ['refused with its file', [file(put, 'refused')], 'none'],
    [
      'rejected by itself',
      [file(put, 'partly', { rejected: new Map([['r', 'no-such-person']]) })],
      'rejected',
    ],
    ['to be taken back', [file(put, 'accepted'), file(withdraw, null)], 'withdrawal-sent'],
    ['taken back', [file(put, 'accepted'), file(withdraw, 'accepted')], 'none'],
    [
      'not in the full file that took its place',
      [file(put, 'accepted'), file({ ...put, recordId: 'other' }, 'accepted', { kind: 'full' })],
      'none',
    ],
  ] as const)('%s', ([, files, state]) => {
    const copy = copiesIn(files).get('r')
    expect(copy === undefined ? 'none' : copyState(copy)).toBe(state)
  })

  test('is brought to what it should be, once', () => {
    const nothing = { held: null, mayHold: false, pending: null, rejected: null }
    const running = wantedOf({ state: 'in-term', termId: 't1' }, null)
    expect(lineFor('r', running, undefined)).toEqual(put)
    expect(lineFor('r', running, { ...nothing, pending: put })).toBeNull()
    expect(lineFor('r', running, { ...nothing, held: 't1' })).toBeNull()
    // Corrected: another term.
    expect(lineFor('r', running, { ...nothing, held: 't0' })).toEqual(put)
    expect(lineFor('r', running, { ...nothing, rejected: 'busy' })).toEqual(put)
    expect(lineFor('r', running, { ...nothing, mayHold: true })).toEqual(put)
    const over = wantedOf({ state: 'expired', termId: 't1' }, null)
    expect(lineFor('r', over, undefined)).toBeNull()
    expect(lineFor('r', over, { ...nothing, held: 't1' })).toEqual(withdraw)
    expect(lineFor('r', over, { ...nothing, mayHold: true })).toEqual(withdraw)
    expect(wantedOf({ state: 'in-term', termId: 't1' }, 'repaired')).toEqual({ reason: 'repaired' })
    expect(wantedOf({ state: 'to-come', termId: 't1' }, null)).toEqual({ reason: null })
  })
})

describe('sharing records', () => {
  test('needs a platform and a rule, which the officer cannot set', async ({ database }) => {
    const { ctx, officer, officeId } = await archiveAtWork(database)
    await expect(() => makeFile(officer, { officeId, kind: 'full' })).rejects.toMatchObject({
      code: 'integrity/no-platform',
    })
    await expect(() => setPlatform(officer, { officeId, ...PLATFORM })).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
    const issuer = await somebody(ctx, { officeId, roles: ['document-issuer'], person: 806 })
    await expect(() =>
      setPlatform(issuer, { officeId, ...PLATFORM, publicKey: 'short' }),
    ).rejects.toMatchObject({
      code: 'integrity/bad-record',
    })
    await setPlatform(issuer, { officeId, ...PLATFORM })
    await setPlatform(issuer, { officeId, ...PLATFORM, isOpen: false })
    await expect(() => makeFile(officer, { officeId, kind: 'full' })).rejects.toMatchObject({
      code: 'integrity/no-platform',
    })
    expect(await database.read.select().from(exchangeFiles)).toEqual([])
  })

  test('says the least, signed, numbered, each naming the one before, and the same bytes each time', async ({
    database,
  }) => {
    const { ctx, inForce, make, sent, answer, stateOf, officeId } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    const first = await make('full')
    expect(first).toMatchObject({ sequence: 1, lines: 1 })
    const once = await sent(first.fileId)
    expect(await sent(first.fileId)).toEqual(once)
    expect(once.payload).toMatchObject({ v: 1, kind: 'full', sequence: 1, previous: null })
    const { shareId, ...line } = once.lines[0]!
    expect(line).toEqual({
      act: 'put',
      subjectKind: 'applicant',
      name: '某甲',
      idType: 'resident-identity-card',
      idNumber: madeUpNumber(810),
      conduct: { code: 'false-materials', name: '弄虚作假、提供虚假材料' },
      decision: { by: '昆明市人力资源和社会保障局', number: '昆人社决〔2023〕3号', on: '2023-12-01' },
      startsOn: '2023-12-01',
      endsOn: '2028-12-01',
    })
    expect(shareId).not.toBe(recordId)
    expect(once.text).not.toContain(recordId)
    expect(await stateOf(recordId)).toBe('sent')
    expect(await answer(first.fileId)).toEqual({ sequence: 1, outcome: 'accepted' })
    expect(await stateOf(recordId)).toBe('held')
    await expect(() => answer(first.fileId)).rejects.toMatchObject({ code: 'integrity/already-answered' })
    await expect(() => make('incremental')).rejects.toMatchObject({ code: 'integrity/nothing-to-share' })
    await inForce({ rule: RUNS, decisionNumber: '昆人社决〔2023〕9号', subject: applicant(811, '某乙') })
    const second = await make('incremental')
    expect(second).toMatchObject({ sequence: 2, lines: 1 })
    expect((await sent(second.fileId)).payload).toMatchObject({ previous: fileDigest(once.text) })
    expect(await database.read.select().from(exchangeEvents)).not.toHaveLength(0)
    const stranger = await somebody(ctx, { officeId, roles: ['supervisor'], person: 807 })
    await expect(() => sendFile(stranger, second.fileId)).rejects.toMatchObject({
      code: 'integrity/file-not-found',
    })
  })

  test('takes no answer that is not the platform’s, of this file, or makes sense', async ({ database }) => {
    const { inForce, make, answer, stateOf } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    const { fileId } = await make('full')
    const other = ed25519Signer(new Uint8Array(32).fill(10))
    await expect(() => answer(fileId, {}, other)).rejects.toMatchObject({
      code: 'integrity/reply-not-genuine',
    })
    for (const wrong of [
      { outcome: 'perhaps' },
      { v: 2 },
      { outcome: 'partly' },
      { reason: '某甲不存在' },
      { rejected: 1 },
    ])
      await expect(() => answer(fileId, wrong)).rejects.toMatchObject({ code: 'integrity/reply-not-genuine' })
    for (const elsewhere of [{ sequence: 2 }, { file: '0'.repeat(64) }])
      await expect(() => answer(fileId, elsewhere)).rejects.toMatchObject({
        code: 'integrity/reply-elsewhere',
      })
    const strange = { outcome: 'partly', rejected: [{ shareId: 'x', reason: 'busy' }] }
    await expect(() => answer(fileId, strange)).rejects.toMatchObject({ code: 'integrity/reply-elsewhere' })
    expect(await stateOf(recordId)).toBe('sent')
  })

  test('sends again what was rejected, and everything after a refusal', async ({ database }) => {
    const { inForce, make, sent, answer, stateOf } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    const first = await make('incremental')
    const { shareId } = (await sent(first.fileId)).lines[0]!
    await answer(first.fileId, { outcome: 'partly', rejected: [{ shareId, reason: 'number-format' }] })
    expect(await stateOf(recordId)).toBe('rejected')
    const again = await make('incremental')
    expect((await sent(again.fileId)).lines[0]).toMatchObject({ shareId, act: 'put' })
    await answer(again.fileId, { outcome: 'refused', reason: 'sequence-gap' })
    expect(await stateOf(recordId)).toBe('none')
    expect(await make('full')).toMatchObject({ sequence: 3, lines: 1 })
  })

  test('takes a copy back when the record is cleared, also after its term', async ({ database }) => {
    const { inForce, approved, officer, make, sent, answer, stateOf } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    await answer((await make('full')).fileId)
    await reverseRecord(officer, {
      recordId,
      act: 'clear',
      decidedBy: '昆明市人民政府',
      decisionNumber: '昆政复〔2024〕1号',
      decidedOn: '2024-06-01',
      reason: '事实不清，予以撤销。',
    })
    await approved(recordId)
    await putInForce(officer, recordId)
    await expect(() => make('incremental')).rejects.toMatchObject({ code: 'integrity/nothing-to-share' })
    const back = await make('withdrawal')
    const [line] = (await sent(back.fileId)).lines
    expect(Object.keys(line!).toSorted()).toEqual(['act', 'code', 'reason', 'shareId'])
    expect(line).toMatchObject({ act: 'withdraw', code: 'cleared' })
    expect(await stateOf(recordId)).toBe('withdrawal-sent')
    await answer(back.fileId)
    expect(await stateOf(recordId)).toBe('none')
  })

  test('withdraws after the term too, and after the record itself is destroyed', async ({ database }) => {
    const { ctx, inForce, officer, make, sent, answer, stateOf, officeId } = await sharing(database)
    const memory = memoryInMemory()
    const recordId = await inForce()
    const first = await make('full')
    await answer(first.fileId)
    const late = at(officer, '2027-02-01T04:00:00Z')
    expect(
      await destroyDue(late, (error) => {
        throw error
      }),
    ).toEqual({ destroyed: 1, kept: 0 })
    await forgetCopies(late)
    // Still theirs: its name is kept until they say it is gone.
    expect(await database.read.select().from(sharedCopies)).toHaveLength(1)
    await expect(() => sent(first.fileId)).rejects.toMatchObject({ code: 'integrity/file-gone' })
    const back = await make('withdrawal', late)
    const { text, payload, lines } = await sent(back.fileId, late)
    expect(lines[0]).toMatchObject({ act: 'withdraw', code: 'expired' })
    const reply = { v: 1, sequence: payload['sequence'], file: fileDigest(text), outcome: 'accepted' }
    await receiveReply(late, { officeId, text: signJws(THEIRS, REPLY_TYPE, reply) })
    expect(await stateOf(recordId)).toBe('none')
    await forgetCopies(late)
    expect(await database.read.select().from(sharedCopies)).toEqual([])
    const after = at(ctx, '2027-02-02T04:00:00Z')
    await closeBatches(after)
    await publishCheckpoint(after, memory)
    expect(await auditLedger(after, { sealedTables: SEALED_TABLES, memory })).toMatchObject({ defects: [] })
    expect(await auditWaiting(after, SEALED_TABLES)).toMatchObject({ defects: [] })
  })
})

describe('a file that was handed out and never answered', () => {
  test('is taken back all the same, under a name kept until that is answered', async ({ database }) => {
    const { inForce, officer, reviewers, make, sent, stateOf, officeId } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    const first = await sent((await make('full')).fileId)
    const [late, destroyed] = [at(officer, '2027-02-01T04:00:00Z'), at(officer, '2027-05-01T04:00:00Z')]
    await forgetCopies(late)
    await expect(() => make('withdrawal', late)).rejects.toMatchObject({ code: 'integrity/nothing-to-share' })
    await reverseRecord(late, { recordId, ...CLEARED })
    await submitRecord(late, recordId)
    for (const reviewer of reviewers) await agree(at(reviewer, '2027-02-01T04:00:00Z'), recordId)
    await putInForce(late, recordId)
    expect(await stateOf(recordId)).toBe('unanswered')
    await destroyDue(destroyed, (error) => {
      throw error
    })
    await forgetCopies(destroyed)
    expect(await database.read.select().from(sharedCopies)).toHaveLength(1)

    const back = await make('withdrawal', destroyed)
    const { text, payload, lines } = await sent(back.fileId, destroyed)
    expect(lines).toMatchObject([{ shareId: first.lines[0]?.shareId, act: 'withdraw', code: 'cleared' }])
    const answered = (file: string, sequence: unknown) => {
      const reply = { v: 1, sequence: sequence as number, file: fileDigest(file), outcome: 'accepted' }
      return receiveReply(destroyed, { officeId, text: signJws(THEIRS, REPLY_TYPE, reply) })
    }
    await answered(first.text, first.payload['sequence'])
    expect(await stateOf(recordId)).toBe('withdrawal-sent')
    await answered(text, payload['sequence'])
    expect(await stateOf(recordId)).toBe('none')
    await forgetCopies(destroyed)
    expect(await database.read.select().from(sharedCopies)).toEqual([])
  })
})

describe('sharing that was stopped', () => {
  test('hands over nothing more, and takes back what is out there', async ({ database }) => {
    const { inForce, approved, officer, issuer, make, answer, stateOf, officeId } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    await answer((await make('full')).fileId)
    await inForce({ rule: RUNS, decisionNumber: '昆人社决〔2023〕9号', subject: applicant(811, '某乙') })
    await setPlatform(issuer, { officeId, ...PLATFORM, isOpen: false })
    await expect(() => make('withdrawal')).rejects.toMatchObject({ code: 'integrity/nothing-to-share' })
    await reverseRecord(officer, { recordId, ...CLEARED })
    await approved(recordId)
    await putInForce(officer, recordId)
    for (const kind of ['full', 'incremental'] as const)
      await expect(() => make(kind)).rejects.toMatchObject({ code: 'integrity/no-platform' })
    const back = await make('withdrawal')
    expect(back).toMatchObject({ lines: 1 })
    await answer(back.fileId)
    expect(await stateOf(recordId)).toBe('none')
  })
})

describe('credit repair', () => {
  test('ends the copy and not the bar', async ({ database }) => {
    const { ctx, inForce, make, sent, answer, officer } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    const repaired = { recordId, act: 'repaired', ...NOTICE } as const
    await expect(() => noteCopy(officer, repaired)).rejects.toMatchObject({ code: 'integrity/not-shared' })
    await answer((await make('full')).fileId)
    await noteCopy(officer, repaired)
    for (const act of ['repaired', 'withheld', 'released'] as const)
      await expect(() => noteCopy(officer, { ...repaired, act })).rejects.toMatchObject({
        code: 'integrity/copy-settled',
      })
    const back = await make('withdrawal')
    expect((await sent(back.fileId)).lines[0]).toMatchObject({ act: 'withdraw', code: 'repaired' })
    const [term] = await database.read
      .select()
      .from(misconductTerms)
      .where(eq(misconductTerms.recordId, recordId))
    const personId = term?.personId ?? ''
    expect((await isListed(ctx.database.read, [personId], ctx.today())).has(personId)).toBe(true)
    expect((await readRecord(officer, recordId)).state).toBe('in-term')
  })

  test('ends the record only by a decision of its own, where the place’s rules let it', async ({
    database,
  }) => {
    const { ctx, ids, inForce, make, answer, officer } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    const decided = {
      recordId,
      decidedBy: '昆明市人力资源和社会保障局',
      decisionNumber: '昆人社决〔2026〕8号',
      decidedOn: '2026-11-20',
      reason: '平台已准予信用修复。',
      endsOn: '2026-11-30',
    }
    await expect(() => endAfterRepair(officer, decided)).rejects.toMatchObject({
      code: 'integrity/not-repaired',
    })
    await answer((await make('full')).fileId)
    await noteCopy(officer, { recordId, act: 'repaired', ...NOTICE })
    await expect(() => endAfterRepair(officer, decided)).rejects.toMatchObject({
      code: 'integrity/repair-ends-nothing',
    })
    const { creditCode: office } = await authorityById(database.read, ids.kunming)
    await answerRule(ctx, {
      place: 'kunming-2023',
      rule: 'recordAfterRepair',
      level: null,
      value: 'ended',
      ground: '局长办公会纪要',
      office,
    })
    await endAfterRepair(officer, decided)
    expect((await readRecord(officer, recordId)).isPending).toBe(true)
    expect((await readRecord(officer, recordId)).state).toBe('in-term')
  })

  test('withholding is undone; repair is not', async ({ database }) => {
    const { inForce, make, officer } = await sharing(database)
    const recordId = await inForce({ rule: RUNS })
    await expect(() => noteCopy(officer, { recordId, act: 'released', ...NOTICE })).rejects.toMatchObject({
      code: 'integrity/copy-settled',
    })
    await noteCopy(officer, { recordId, act: 'withheld', ...NOTICE })
    expect(await make('full')).toMatchObject({ lines: 0 })
    await noteCopy(officer, { recordId, act: 'released', ...NOTICE })
    expect(await make('incremental')).toMatchObject({ lines: 1 })
  })
})
