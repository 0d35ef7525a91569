import { describe, expect } from 'vitest'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { isReceipt } from '../../../src/credentials/receipt.ts'
import { readWorkbook } from '../../../src/spreadsheets/read-workbook.ts'
import { textOf } from '../../../src/spreadsheets/workbook.ts'
import { databaseTest as test } from '../../support/database.ts'
import { desksAt } from '../../support/desks.ts'
import { signedIn } from '../../support/signed-in.ts'
import { officesAlone } from '../../support/staff.ts'
import type { Database } from '../../../src/platform/database.ts'

async function atDesk(database: Database) {
  const { ctx } = await officesAlone(database)
  const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')
  const who = await signedIn(ctx, {
    officeId: employer?.id ?? '',
    roles: ['employer'],
    person: 1,
    secondFactor: false,
  })
  const app = desksAt(ctx)
  const headers = { ...who.headers, Accept: 'text/html' }
  return async (fields?: Record<string, string | File>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields ?? {})) body.append(name, value)
    const response = await app.request('/desk/verifications', {
      headers,
      ...(fields ? { method: 'POST', body } : {}),
    })
    return { status: response.status, text: await response.text() }
  }
}

const dataIn = (page: string, mediaType: string): Buffer =>
  Buffer.from(new RegExp(`href="data:${mediaType};base64,([^"]+)"`).exec(page)?.[1] ?? '', 'base64')

describe('the desk of whoever checks what people bring', () => {
  test('an employer hands in a list and takes results and receipt home', async ({ database }) => {
    const ask = await atDesk(database)
    expect((await ask()).text).toContain('批量核验证书')
    const file = new File(['姓名,证书编号\n张三,YN2026000001X\n,YN2026000002X\n'], 'staff.csv')
    const { status, text } = await ask({ purpose: '岗位聘用', file })
    expect(status).toBe(200)
    expect(text).toContain('无法判定')
    expect(text).toContain('姓名没有填写')
    expect(text).not.toContain('<script')
    expect(isReceipt(dataIn(text, 'application/json').toString())).toBe(true)
    expect(dataIn(text, 'text/html').toString()).toContain('职称证书核验回执')
    const sheets = (
      await readWorkbook(
        new Uint8Array(dataIn(text, 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')),
      )
    ).sheets
    expect(sheets[0]?.rows[1]?.cells.slice(0, 4).map(textOf)).toEqual([
      '2',
      'YN2026000001X',
      '张三',
      '无法判定',
    ])
  })

  test('checks the one certificate that was typed', async ({ database }) => {
    const ask = await atDesk(database)
    const { status, text } = await ask({ purpose: '岗位聘用', number: 'YN2026000001X', name: '张三' })
    expect([status, text.includes('没有查到与所填内容一致的证书')]).toEqual([200, true])
  })

  test('takes no file beyond its limit, and says which', async ({ database }) => {
    const file = new File([new Uint8Array(34 << 20)], 'staff.xlsx')
    const { status, text } = await (await atDesk(database))({ purpose: '岗位聘用', file })
    expect([status, text]).toEqual([413, expect.stringContaining('名单文件超过 32 MB')])
  })

  test.for([
    ['no purpose', { number: 'A1', name: '张三' }, '请写明核验事由'],
    [
      'a purpose with a number in it',
      { purpose: '519901196004034197', number: 'A1', name: '张三' },
      '不要填写证件号码',
    ],
    ['nothing to check', { purpose: '聘用' }, '还没有要核验的内容'],
    ['a file that is no list', { purpose: '聘用', file: new File(['<html>'], 'a.xls') }, ''],
  ] as const)('asks again about %s, with what was typed', async ([, fields, message], { database }) => {
    const { status, text } = await (await atDesk(database))(fields)
    expect(status).toBe(422)
    expect(text).toContain('role="alert"')
    expect(text).toContain(message)
    if ('number' in fields) expect(text).toContain('value="A1"')
  })
})
