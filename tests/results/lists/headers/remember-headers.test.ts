import { describe, expect } from 'vitest'
import { authorityByCreditCode } from '../../../../src/identity/find-authority.ts'
import { APPROVED_LIST } from '../../../../src/results/lists/approved-columns.ts'
import { headersOf, listHeaders } from '../../../../src/results/lists/headers/headers-of.ts'
import { forgetHeader, rememberHeader } from '../../../../src/results/lists/headers/remember-headers.ts'
import { importList } from '../../../../src/results/lists/import-list.ts'
import { databaseTest } from '../../../support/database.ts'
import { SOUND_ROW } from '../../../support/list.ts'
import { officesAtWork } from '../../../support/offices-at-work.ts'
import { sheetOf, xlsxOf } from '../../../spreadsheets/workbook-builder.ts'

const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: unknown) => (error as { code: string }).code,
  )

/** A list whose number column is called what only this office calls it. */
const odd = xlsxOf({
  sheets: [
    {
      xml: sheetOf([
        Object.keys(SOUND_ROW).map((header) => (header === '证件号码' ? '证件编号' : header)),
        Object.values(SOUND_ROW),
      ]),
    },
  ],
})

describe('a header only one office uses', () => {
  databaseTest('is read from the next upload on, by that office alone', async ({ database }) => {
    const { ctx, authority } = await officesAtWork(database)
    const { id: officeId } = await authorityByCreditCode(database.read, authority)
    const file = { bytes: odd, fileName: 'odd.xlsx', authority }
    expect(await codeOf(importList(ctx, file))).toBe('results/list-has-defects')

    const said = {
      officeId,
      kind: APPROVED_LIST,
      act: 'lists.import',
      header: ' 证件编号（18位）',
      column: '证件号码',
    } as const
    await rememberHeader(ctx, said)
    expect(await headersOf(database.read, officeId, APPROVED_LIST)).toEqual(
      new Map([['证件编号', 'idNumber']]),
    )
    expect(await headersOf(database.read, 'another', APPROVED_LIST)).toEqual(new Map())
    expect(await importList(ctx, file)).toMatchObject({ rows: 1 })
  })

  databaseTest('is shown, said anew and forgotten', async ({ database }) => {
    const { ctx, authority } = await officesAtWork(database)
    const { id: officeId } = await authorityByCreditCode(database.read, authority)
    const said = { officeId, kind: APPROVED_LIST, act: 'lists.import', header: '编制单位' } as const
    await rememberHeader(ctx, { ...said, column: '备注' })
    await rememberHeader(ctx, { ...said, column: 'employer' })
    const shown = { header: '编制单位', column: '工作单位', saidOn: ctx.today(), saidBy: ctx.actor.name }
    expect(await listHeaders(ctx, officeId, APPROVED_LIST, 'lists.import')).toEqual([shown])
    await forgetHeader(ctx, said)
    expect(await listHeaders(ctx, officeId, APPROVED_LIST, 'lists.import')).toEqual([])
    expect(await codeOf(forgetHeader(ctx, said))).toBe('results/header-not-remembered')
  })

  databaseTest('cannot name no column, or take a name that has a meaning', async ({ database }) => {
    const { ctx, authority } = await officesAtWork(database)
    const { id: officeId } = await authorityByCreditCode(database.read, authority)
    const said = { officeId, kind: APPROVED_LIST, act: 'lists.import' } as const
    expect(await codeOf(rememberHeader(ctx, { ...said, header: '甲', column: '乙' }))).toBe(
      'results/unknown-column',
    )
    expect(await codeOf(rememberHeader(ctx, { ...said, header: '姓名', column: '工作单位' }))).toBe(
      'results/header-known',
    )
    expect(await codeOf(rememberHeader(ctx, { ...said, header: '（）', column: '工作单位' }))).toBe(
      'results/bad-header',
    )
    const stranger = {
      ...ctx,
      actor: { ...ctx.actor, kind: 'account', name: 'account:x', accountId: 'x' } as const,
    }
    expect(await codeOf(rememberHeader(stranger, { ...said, header: '甲', column: '工作单位' }))).toBe(
      'identity/not-allowed',
    )
    expect(await listHeaders(ctx, officeId, APPROVED_LIST, 'lists.import')).toEqual([])
  })
})
