import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { jobs } from '../../../src/jobs/schema.ts'
import type { Database } from '../../../src/platform/database.ts'
import type { Step } from '../../../src/policy/rule.ts'
import { importJob } from '../../../src/results/lists/receive-list.ts'
import { currentList } from '../../../src/results/lists/candidates.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { databaseTest as test } from '../../support/database.ts'
import { desksAt } from '../../support/desks.ts'
import { signedIn } from '../../support/signed-in.ts'
import { reviewing, teacher, workbookOf, type ListRow } from './reviewing.ts'

/** A secretary's browser at the lists' desk. */
async function atTheDesk(database: Database, through: Step = 'meeting') {
  const work = await reviewing(database, { through })
  const { ctx, ids, codes, cycleId } = work
  const who = await signedIn(ctx, { officeId: ids.committee, roles: ['committee-secretary'], person: 900 })
  const app = desksAt(ctx)
  const post = (path: string, fields: Readonly<Record<string, string | File>>) => {
    const body = new FormData()
    for (const [name, value] of Object.entries(fields)) body.set(name, value)
    return app.request(path, { method: 'POST', headers: who.headers, body })
  }
  const upload = async (rows: readonly ListRow[], more: Readonly<Record<string, string>> = {}) =>
    post('/desk/lists', {
      cycle: cycleId,
      stage: 'candidates',
      authority: codes.kunming,
      file: new File([Buffer.from(await workbookOf(rows))], '上会名单.xlsx'),
      ...more,
    })
  const get = async (path: string) => {
    const response = await app.request(path, { headers: { ...who.headers, Accept: 'text/html' } })
    return { status: response.status, text: await response.text() }
  }
  return { ...work, post, upload, get }
}

const hidden = (page: string, name: string): string =>
  new RegExp(`name="${name}" value="([^"]*)"`).exec(page)?.[1] ?? ''

describe('a second upload at the desk', () => {
  test('is shown as differences, and replaces only when that is confirmed', async ({ database }) => {
    const { ctx, cycleId, bring, upload, post } = await atTheDesk(database, 'expert-draw')
    const first = await bring('candidates', [teacher(1), teacher(2), teacher(3)])
    const compared = await upload([teacher(1), teacher(2, { 申报专业: '语文' }), teacher(4)])
    expect(compared.status).toBe(200)
    const page = await compared.text()
    for (const told of [
      '<b>1</b>处改动',
      '<b>1</b>处新增',
      '<b>1</b>处删去',
      '<del>数学</del>',
      '<ins>语文</ins>',
    ])
      expect(page).toContain(told)
    expect((await currentList(database.read, cycleId, 'candidates'))?.id).toBe(first.listId)
    expect(await database.read.select().from(jobs)).toEqual([])

    const names = ['cycle', 'stage', 'authority', 'office', 'replaces', 'fileName', 'content', 'compared']
    const confirmed = await post(
      '/desk/lists',
      Object.fromEntries(names.map((name) => [name, hidden(page, name)])),
    )
    expect(confirmed.status).toBe(303)
    const [job] = await database.read.select().from(jobs)
    expect(job?.input).toMatchObject({ replaces: first.listId, cycleId, stage: 'candidates' })
    // What the job then does, with the very bytes the page carried.
    const bytes = new Uint8Array(Buffer.from(hidden(page, 'content'), 'base64'))
    const place = job?.input as { authority: string; office: string; fileName: string; replaces: string }
    const { listId } = await importList(ctx, { ...place, bytes, cycleId, stage: 'candidates' })
    expect((await currentList(database.read, cycleId, 'candidates'))?.id).toBe(listId)
    expect(importJob.outcome?.({ listId, rows: 3 }).href).toBe(`/desk/lists/${listId}`)
  })

  test('that says the same is offered no replacement', async ({ database }) => {
    const { bring, upload } = await atTheDesk(database)
    await bring('candidates', [teacher(1)])
    const page = await (await upload([teacher(1)])).text()
    expect(page).toContain('内容完全相同')
    expect(page).not.toContain('确认更正')
  })

  test('with defects is marked cell by cell, and nothing is kept', async ({ database }) => {
    const { upload } = await atTheDesk(database)
    const response = await upload([teacher(1, { 级别: '副高级', 评审资格名称: '高级教师' })])
    expect(response.status).toBe(422)
    const page = await response.text()
    expect(page).toContain('不在“测试中级职称评审委员会”的评审层级之内')
    expect(page).toContain('下载标注好的表格')
    expect(await database.read.select().from(jobs)).toEqual([])
  })
})

describe('a short list typed by hand', () => {
  const typed = (row: Readonly<Record<string, string>>, i = 0) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [`${name}-${i}`, value]))
  const PERSON = {
    name: '测试乙',
    sex: '男',
    idType: '居民身份证',
    idNumber: teacher(1)['证件号码'] ?? '',
    employer: '昆明市第一人民医院',
    employerCode: '1253990169628225A0',
    series: '中小学教师',
    specialty: '数学',
    title: '一级教师',
    level: '中级',
  }

  test('is judged by the same rules and imported as a job', async ({ database }) => {
    const { codes, cycleId, post } = await atTheDesk(database)
    const path = `/desk/lists/cycles/${cycleId}/entry`
    const fields = { stage: 'candidates', authority: codes.kunming }
    const refused = await post(path, {
      ...fields,
      ...typed({ ...PERSON, idNumber: '123', name: '张 三' }, 1),
    })
    expect(refused.status).toBe(422)
    const page = await refused.text()
    expect(page).toContain('姓名的前后或中间有空格')
    expect(page).toContain('value="张 三"')
    expect(await database.read.select().from(jobs)).toEqual([])
    const taken = await post(path, { ...fields, ...typed(PERSON), 'idType-1': '居民身份证' })
    expect(taken.status).toBe(303)
    expect(await database.read.select().from(jobs)).toHaveLength(1)
  })
})

describe('the desk of a cycle’s lists', () => {
  test('shows both lists, the pass rate and what comes next, and lets who passed be ticked', async ({
    database,
  }) => {
    const { cycleId, bring, get, post } = await atTheDesk(database)
    const candidates = await bring('candidates', [teacher(1), teacher(2)])
    const rows = await database.read
      .select({ id: resultRows.id })
      .from(resultRows)
      .where(eq(resultRows.listId, candidates.listId))
    const chosen = await post(`/desk/lists/cycles/${cycleId}/choice`, { rowId: rows[0]?.id ?? '' })
    expect(chosen.status).toBe(303)
    const { text } = await get(`/desk/lists/cycles/${cycleId}`)
    for (const told of ['<b>2</b>上会人数', '<b>1</b>通过人数', '<b>50.0%</b>通过率', '下一环节：会后备案'])
      expect(text).toContain(told)
    const list = await get(chosen.headers.get('Location') ?? '')
    expect(list.text).toContain('提交送审')
    expect((await get('/desk/lists')).text).toContain('2023 年度 测试中级职称评审委员会')
  })
})
