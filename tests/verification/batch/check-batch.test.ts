import { desc } from 'drizzle-orm'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect } from 'vitest'
import { changeStatus } from '../../../src/certificates/changes/change-status.ts'
import type { FoundCertificate } from '../../../src/certificates/reading/find.ts'
import { verifyReceipt } from '../../../src/credentials/receipt.ts'
import { trustedKeys } from '../../../src/certificates/publishing/trusted-keys.ts'
import { verifySdJwt } from '../../../src/credentials/sd-jwt.ts'
import type { Context } from '../../../src/platform/context.ts'
import { utf8 } from '../../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../../src/signing/ed25519.ts'
import { readWorkbook } from '../../../src/spreadsheets/read-workbook.ts'
import { textOf } from '../../../src/spreadsheets/workbook.ts'
import { trailRecords, trailSubjects } from '../../../src/trail/schema.ts'
import { checkBatch } from '../../../src/verification/batch/check-batch.ts'
import { readBatch } from '../../../src/verification/batch/read-batch.ts'
import { resultWorkbook, saidOf } from '../../../src/verification/batch/result-workbook.ts'
import { verifySubmitted } from '../../../src/verification/verify.ts'
import { databaseTest as test } from '../../support/database.ts'
import { officesAtWork, type OfficesAtWork } from '../../support/offices-at-work.ts'

const PURPOSE = '2026 年岗位聘用'

const asking = ({ ctx, authority }: OfficesAtWork) => {
  const by: Context = { ...ctx, actor: { ...ctx.actor, purpose: PURPOSE } }
  return (rows: readonly object[] | Uint8Array) =>
    checkBatch(by, {
      office: authority,
      bytes: rows instanceof Uint8Array ? rows : utf8(JSON.stringify({ rows })),
    })
}

const recordOf = ({ ctx }: OfficesAtWork, { credentials }: FoundCertificate) => {
  const verified = verifySdJwt(credentials.sdJwt, trustedKeys(ctx.keyring.history), verifyEd25519)
  if (!verified.ok) throw new Error(verified.code)
  return verified.record
}

const records = ({ ctx }: OfficesAtWork) =>
  ctx.database.read.select().from(trailRecords).orderBy(desc(trailRecords.position))

describe('checking a list of certificates', () => {
  test('says of each row what a single check says', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [good, gone] = (await offices.issued(3)) as [FoundCertificate, FoundCertificate]
    const [first, second] = [recordOf(offices, good), recordOf(offices, gone)]
    await changeStatus(offices.ctx, {
      number: second.number,
      act: 'revoke',
      document: '云人社撤〔2026〕1号',
      decidedOn: '2026-11-01',
      ground: '弄虚作假',
    })
    const asked = [
      { number: first.number.toLowerCase(), name: first.name },
      { code: good.row.code },
      { code: `${offices.ctx.config.publicOrigin}/v/${good.row.code}`, name: first.name },
      { number: second.number, name: second.name },
      { number: second.number, name: '别人' },
      { number: 'YN2026999999X', name: '无人' },
      { number: first.number, name: first.name, idNumber: '519901196004034197' },
      { code: good.row.code, name: '别人' },
    ]
    const { rows, receipt, defects } = await asking(offices)(asked)
    expect(defects).toEqual([])
    expect(rows.map(({ answer }) => answer.verdict).join(' ')).toBe(
      'valid valid valid not-valid cannot-tell cannot-tell cannot-tell cannot-tell',
    )
    expect(receipt?.counts).toEqual({ valid: 3, 'not-valid': 1, 'cannot-tell': 4 })
    for (const i of [0, 3, 4, 5, 6])
      expect(rows[i]?.answer).toEqual(await verifySubmitted(offices.ctx, asked[i] as never))
    expect(JSON.stringify(rows[3]?.answer)).not.toContain('弄虚作假')
    // Unknown, mismatched and another's identity number are one answer.
    expect(new Set(rows.slice(4).map(({ answer }) => JSON.stringify(answer))).size).toBe(1)
  })

  test('reads what offices have: GB18030 text with other columns, a workbook, and tells bad cells', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const { number, name } = recordOf(offices, found)
    // “编号,姓名” and “张三” in GB18030; the name of the certificate is not in it, so nothing is found.
    const gb = Buffer.concat([
      Buffer.from([0xd6, 0xa4, 0xca, 0xe9, 0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xd0, 0xd5, 0xc3, 0xfb, 0x0a]),
      Buffer.from(`${number},`),
      Buffer.from([0xd5, 0xc5, 0xc8, 0xfd, 0x0a]),
    ])
    const text = await asking(offices)(new Uint8Array(gb))
    expect(text.rows.map(({ asked, answer }) => [asked.name, answer.verdict])).toEqual([
      ['张三', 'cannot-tell'],
    ])

    const bytes = await writeXlsx({
      sheets: [
        {
          name: '职工',
          rows: [
            ['某医院职工名单'],
            ['序号', '姓名', '部门', '职称证书编号', '身份证号'],
            [1, name, '内科', number, ''],
            [2, '', '外科', number, ''],
            [3, name, '儿科', '', ''],
            [4, name, '中医科', number, 519901196004034200],
          ],
        },
      ],
    })
    const sheet = await asking(offices)(bytes)
    expect(sheet.rows.map(({ asked, answer }) => [asked.sheet, asked.row, answer.verdict])).toEqual([
      ['职工', 3, 'valid'],
    ])
    expect(sheet.defects.map(({ row, column, code }) => [row, column, code])).toEqual([
      [4, '姓名', 'verification/name-missing'],
      [5, '职称证书编号', 'verification/nothing-to-check'],
      [6, '身份证号', 'verification/digits-lost'],
    ])
    const [results, unread] = (await readWorkbook(await resultWorkbook(sheet))).sheets
    expect(results?.rows[1]?.cells.slice(0, 4).map(textOf)).toEqual(['3', number, name, '有效'])
    expect(unread?.rows).toHaveLength(4)
  })

  test('says of what it does not find what was collected of that year and level, and whom to ask', async ({
    database,
  }) => {
    const offices = await officesAtWork(database)
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const { number, name } = recordOf(offices, found)
    const paper = { year: '2009', level: '中级', issuer: '昆明市职改办' }
    const asked = [
      { number: '昆职改 0421', name: '韦娟', ...paper },
      { number, name: '别人', ...paper },
      { number: 'YN2026999999X', name: '无人', ...paper, level: '420', year: '2009年10月' },
      { number: '昆职改 0422', name: '韦娟', year: '2009' },
      { number: '昆职改 0423', name: '韦娟', ...paper, year: '2099' },
      { number, name, ...paper },
    ]
    const { rows } = await asking(offices)(asked)
    const [unknown, mismatched, ours, ...others] = rows.map(({ answer }) => answer)
    expect(unknown).toEqual(
      await verifySubmitted(offices.ctx, { ...asked[0], year: 2009, level: '420' } as never),
    )
    expect(unknown?.coverage?.message).toContain('2009年中级职称信息尚未归集')
    expect(unknown?.coverage?.message).toContain('没有查到不等于证书是假的')
    // …in the same words for every number.
    expect([mismatched, ours]).toEqual([unknown, unknown])
    expect(others.map(({ coverage }) => coverage)).toEqual([null, null, null])
    expect(rows.at(-1)?.answer.verdict).toBe('valid')
    expect(saidOf(rows[0]!.answer)).toContain('请自行向原发证单位确认')
  })

  test('takes the list alone as well, and no member it would not compare', async () => {
    const setting = { today: '2026-11-21', origins: new Set<string>() }
    const read = (value: unknown) => readBatch(utf8(JSON.stringify(value)), setting)
    const row = { number: 'YN2026000001X', name: '张三' }
    expect((await read([row])).rows).toEqual((await read({ rows: [row] })).rows)
    for (const odd of [
      [{ ...row, id_number: '530102199003071234' }],
      [{ ...row, idNumber: 530102199003071234n.toString().length }],
      { rows: [row], more: 1 },
      [row, null],
    ])
      await expect(read(odd)).rejects.toMatchObject({ code: 'verification/not-a-batch' })
  })

  test('takes a code that begins with a hyphen for a code', async () => {
    const code = '-_0gc2QpooO8vXu3npDkVy'
    const setting = { today: '2026-11-21', origins: new Set<string>() }
    const json = utf8(JSON.stringify({ rows: [{ code }, { code: '=1+1' }] }))
    const { rows, defects } = await readBatch(json, setting)
    expect(rows.map((row) => row.code)).toEqual([code])
    expect(defects.map((defect) => [defect.row, defect.code])).toEqual([[2, 'verification/bad-code']])
    const sheet = await writeXlsx({
      sheets: [
        {
          name: '职工',
          rows: [
            ['姓名', '查验码'],
            ['张三', code],
          ],
        },
      ],
    })
    expect(await readBatch(sheet, setting)).toMatchObject({ rows: [{ code }], defects: [] })
  })

  test('leaves a record with its purpose and whom it was about, and no list', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [found] = (await offices.issued(2)) as [FoundCertificate]
    const { number, name } = recordOf(offices, found)
    const { receipt } = await asking(offices)([
      { number, name },
      { number: 'YN2026999999X', name: '无人' },
    ])
    const [record] = await records(offices)
    expect(record).toMatchObject({ act: 'verification.batch', purpose: PURPOSE, about: receipt?.id })
    expect(JSON.parse(record?.facts ?? '')).toEqual({ rows: 2, missed: 1, unreadable: 0 })
    const subjects = await offices.ctx.database.read.select().from(trailSubjects)
    expect(subjects.filter(({ position }) => position === record?.position)).toHaveLength(1)
  })

  test.for([
    ['without a purpose', { purpose: null }, [{ number: 'A1', name: '甲' }], 'verification/purpose-needed'],
    ['without rows', {}, [], 'verification/batch-empty'],
    [
      'of more than ten thousand rows',
      {},
      Array.from({ length: 10_001 }, () => ({})),
      'verification/batch-too-large',
    ],
    [
      'that tries names under one number',
      {},
      [...'甲乙丙丁'].map((name) => ({ number: 'YN2026000001X', name })),
      'verification/looks-like-guessing',
    ],
    [
      'that tries numbers under one name',
      {},
      Array.from({ length: 21 }, (_, i) => ({ number: `YN20260000${10 + i}`, name: '张伟' })),
      'verification/looks-like-guessing',
    ],
  ] as const)('refuses a list %s, and leaves no record', async ([, actor, rows, code], { database }) => {
    const offices = await officesAtWork(database)
    const before = (await records(offices)).length
    const ctx = { ...offices.ctx, actor: { ...offices.ctx.actor, purpose: PURPOSE, ...actor } }
    const bytes = utf8(JSON.stringify({ rows }))
    await expect(checkBatch(ctx, { office: offices.authority, bytes })).rejects.toMatchObject({ code })
    expect(await records(offices)).toHaveLength(before)
  })

  test('tells nothing of neighbouring numbers, not even of those that were right', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [found] = (await offices.issued(2)) as [FoundCertificate]
    const { number, name } = recordOf(offices, found)
    const neighbours = Array.from({ length: 600 }, (_, i) => ({
      number: number.slice(0, -4) + String(1000 + i),
      name: `某${String.fromCodePoint(0x4e00 + i)}`,
    }))
    const ask = asking(offices)
    const before = (await records(offices)).length
    const refused = { code: 'verification/too-many-misses', kind: 'too-many' }
    await expect(ask([...neighbours, { number, name }])).rejects.toMatchObject(refused)
    // …and for this hour nothing more.
    await expect(ask([{ number: neighbours[0]?.number, name: '某某' }])).rejects.toMatchObject(refused)
    expect(await records(offices)).toHaveLength(before)
    // Who only asks for what there is goes on.
    expect((await ask([{ number, name }])).rows[0]?.answer.verdict).toBe('valid')
  })
})

describe('the receipt', () => {
  test('proves what was found, whole or in part, and nothing else', async ({ database }) => {
    const offices = await officesAtWork(database)
    const issued = await offices.issued(3)
    const asked = issued.map((found) => {
      const { number, name } = recordOf(offices, found)
      return { number, name }
    })
    const { receipt, office } = await asking(offices)(asked)
    const trust = {
      keys: trustedKeys(offices.ctx.keyring.history),
      origins: new Set([offices.ctx.config.publicOrigin]),
    }
    const file = JSON.parse(receipt?.file ?? '') as { v: 1; receipt: string; rows: { name: string }[] }
    const judge = (changed: object) =>
      verifyReceipt(JSON.stringify({ ...file, ...changed }), trust, verifyEd25519)

    const whole = judge({})
    expect(whole).toMatchObject({
      verdict: 'valid',
      receipt: { office: { name: office.name }, total: 3, counts: { valid: 3 } },
    })
    expect(whole.receipt?.rows.map(({ name }) => name)).toEqual(asked.map(({ name }) => name))
    expect(whole.receipt?.checkpoint).toContain('rcps.example.gov.cn/ledger\n')
    expect(judge({ rows: file.rows.slice(1, 2) }).receipt).toMatchObject({ total: 3, rows: [asked[1]] })

    const refusals = [
      judge({ rows: [{ ...file.rows[0], verdict: 'not-valid' }] }),
      judge({ rows: [file.rows[0], file.rows[0]] }),
      judge({ receipt: file.receipt.replace(/\.(?=[^.]*$)./, (start) => (start === '.A' ? '.B' : '.A')) }),
      verifyReceipt(
        receipt?.file ?? '',
        { ...trust, origins: new Set(['https://other.example']) },
        verifyEd25519,
      ),
      verifyReceipt(receipt?.file ?? '', { ...trust, keys: new Map() }, verifyEd25519),
    ].map(({ verdict, reasons, receipt: shown }) => [verdict, reasons[0]?.code, shown])
    expect(refusals).toEqual([
      ['not-valid', 'row-altered', null],
      ['not-valid', 'row-altered', null],
      ['not-valid', 'signature', null],
      ['not-valid', 'other-host', null],
      ['not-valid', 'unknown-key', null],
    ])
  })
})
