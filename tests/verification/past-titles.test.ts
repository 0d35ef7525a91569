import { describe, expect } from 'vitest'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { appendEntries } from '../../src/ledger/append.ts'
import { entryRecord } from '../../src/ledger/entry.ts'
import { findOrAddPersons } from '../../src/people/find-or-add.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../src/people/protect.ts'
import type { Context } from '../../src/platform/context.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { recordCollectedCells, type NewCollectedCell } from '../../src/titles/collected.ts'
import { foldNumber } from '../../src/titles/past-title.ts'
import { recordTitles } from '../../src/titles/record-titles.ts'
import { verifySubmitted } from '../../src/verification/verify.ts'
import { databaseTest as test } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'
import { madeUpNumber } from '../support/staff.ts'

const PAPER = '滇中字第 0421 号'
const NAME = '韦娟'

/** A title of 1998 as an accepted batch records it, and the cell it belongs to. */
async function collected(
  ctx: Context,
  { number = PAPER, name = NAME, person = 7, others = [] as readonly Partial<NewCollectedCell>[] } = {},
) {
  const offices = await listAuthorities(ctx.database.read)
  const [top] = offices.filter(({ kind }) => kind === 'province')
  const [city] = offices.filter(({ kind }) => kind === 'prefecture')
  await ctx.database.transaction(async (tx) => {
    const record = entryRecord(ctx.random(16))
    const idNumber = madeUpNumber(person)
    const { keys, sealRoot } = await findOrAddPersons(ctx, tx, record, [
      { name, idType: 'resident-identity-card', idNumber },
    ])
    const key = keys[0] as PersonKey
    const id = base64url(ctx.random(16))
    const place = { column: 'title_records.name', row: id } as const
    const titles = await recordTitles(ctx, tx, record, [
      {
        id,
        personId: key.personId,
        position: 1,
        name: protectText(key, place, name, ctx.random(NONCE_LENGTH)),
        series: '中小学教师',
        specialty: '数学',
        title: '小学高级教师',
        level: '420',
        route: 'review',
        obtainedOn: '1998-10-01',
        obtainedPrecision: 'month',
        committee: null,
        documentId: null,
        scope: { kind: 'everywhere' },
        source: 'backfilled',
        past: {
          number,
          issuer: '昆明市职改办',
          document: '昆职改字〔1998〕31号',
          collectedBy: city?.name ?? '',
          collectedOn: '2026-05-01',
          acceptedBy: top?.name ?? '',
          acceptedOn: '2026-06-10',
        },
        pastNumber: foldNumber(number),
      },
    ])
    const cell = {
      authorityId: city?.id ?? '',
      year: 1998,
      level: 'intermediate',
      route: 'review',
      version: person,
      records: 310,
      acceptedBy: top?.id ?? '',
      acceptedOn: '2026-06-10',
    } as const
    const cells = await recordCollectedCells(
      ctx,
      tx,
      record,
      [{}, ...others].map((other) => ({ id: base64url(ctx.random(16)), ...cell, ...other })),
    )
    await appendEntries(tx, [
      {
        type: 'document.registered',
        record,
        day: ctx.today(),
        seals: {
          title_records: titles,
          collected_cells: cells,
          ...(sealRoot ? { persons: sealRoot } : {}),
        },
      },
    ])
  })
}

describe('a title collected from the past', () => {
  test('is a kind of its own, never called a certificate, and says who collected and accepted it', async ({
    database,
  }) => {
    const { ctx } = await officesAtWork(database)
    await collected(ctx)
    const answer = await verifySubmitted(ctx, { number: '滇中字第0421号', name: '韦 娟' })
    expect(answer).toMatchObject({
      verdict: 'cannot-tell',
      status: 'historical',
      certificate: null,
      ledger: null,
      signedBy: null,
      reasons: [{ code: 'historical' }],
      pastTitle: {
        number: PAPER,
        name: NAME,
        title: '小学高级教师',
        obtainedOn: '1998-10',
        issuer: '昆明市职改办',
        provenance:
          '该职称信息由昆明市人力资源和社会保障局于2026年5月1日归集、经云南省人力资源和社会保障厅于2026年6月10日验收。',
      },
    })
    expect(answer.pastTitle?.provenance).not.toContain('证书')
  })

  test('is found by its name among papers that share a number', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    await collected(ctx)
    await collected(ctx, { name: '罗勇', person: 8 })
    const named = async (name: string) =>
      (await verifySubmitted(ctx, { number: PAPER, name })).pastTitle?.name
    expect(await named('罗勇')).toBe('罗勇')
    expect(await named(NAME)).toBe(NAME)
    expect(
      (await verifySubmitted(ctx, { number: PAPER, name: NAME, idNumber: madeUpNumber(8) })).status,
    ).toBe('unknown')
    expect(
      (await verifySubmitted(ctx, { number: PAPER, name: NAME, idNumber: madeUpNumber(7) })).status,
    ).toBe('historical')
  })

  test('not found says what was collected for year and level, in the same bytes for every number', async ({
    database,
  }) => {
    const { ctx } = await officesAtWork(database)
    await collected(ctx)
    const ask = async (number: string, name: string, year = 1998, level: '420' | '412' = '420') =>
      JSON.stringify(await verifySubmitted(ctx, { number, name, year, level }))
    const answers = [await ask(PAPER, '别人'), await ask('滇中字第9999号', NAME), await ask('x', 'y')]
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain(
      '昆明市人力资源和社会保障局（评审 310 条，2026年6月10日验收）；其余单位、其余取得途径的尚未归集。',
    )
    expect(answers[0]).toContain('没有查到不等于证书是假的')
    expect(answers[0]).toContain('"verdict":"cannot-tell"')
    expect(await ask('x', 'y', 1997)).toContain('1997年中级职称信息尚未归集')
    expect(await ask('x', 'y', 1998, '412')).toContain('1998年副高级职称信息尚未归集')
    const found = await verifySubmitted(ctx, { number: PAPER, name: NAME, year: 1998, level: '420' })
    expect(found.coverage).toBe(null)
  })

  test('not found names the routes that were collected, and calls nothing a zero return', async ({
    database,
  }) => {
    const { ctx } = await officesAtWork(database)
    const others = [{ route: 'confirmation', records: 0, acceptedOn: '2026-07-01' }] as const
    await collected(ctx, { others })
    const { coverage } = await verifySubmitted(ctx, { number: 'x', name: 'y', year: 1998, level: '420' })
    expect(coverage?.message).toContain(
      '昆明市人力资源和社会保障局（评审 310 条，2026年6月10日验收；资格确认 0 条，2026年7月1日验收）；' +
        '其余单位、其余取得途径的尚未归集。',
    )
    expect(coverage?.message).not.toContain('零报告')
    expect(coverage?.messageEn).toContain('1 office has reported')
    expect(coverage?.collected).toMatchObject([
      { route: { code: 'review', name: '评审' }, records: 310, acceptedOn: '2026-06-10' },
      { route: { code: 'confirmation', name: '资格确认' }, records: 0, acceptedOn: '2026-07-01' },
    ])
  })
})
