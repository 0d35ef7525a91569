import { once } from 'node:events'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { judgeApprovedList } from '../../src/results/lists/approved-list.ts'
import { openSpreadsheet } from '../../src/spreadsheets/open-spreadsheet.ts'
import { syntheticList } from '../../src/demo/synthetic-list.ts'
import { SAMPLE } from '../support/offices-at-work.ts'
import { begun, zhengxin } from '../support/process.ts'

const PEOPLE = 3000
const DOCUMENT = '云人社发〔2023〕12号'
const CODE = `11539901000009999${creditCodeCheck('11539901000009999')}`

let home: string
let ready: string

async function step(cwd: string, ...argv: string[]): Promise<string> {
  const ran = await zhengxin(argv, { cwd })
  expect(ran, `${argv.join(' ')}: ${ran.err}`).toMatchObject({ exit: 0 })
  return ran.out
}

// The commands an operator types, from nothing to a list ready to be issued.
beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'zhengxin-crash-'))
  ready = join(home, 'ready')
  mkdirSync(ready)
  const { rows } = await judgeApprovedList(openSpreadsheet(SAMPLE), {
    today: '2026-11-21',
    keepRows: true,
  })
  writeFileSync(join(ready, 'list.xlsx'), await syntheticList(rows, PEOPLE))
  await step(ready, 'keys', 'init', '--organisation', '某省人力资源和社会保障厅')
  await step(
    ready,
    ...'authorities add --kind province --place 530000 --number-prefix YN'.split(' '),
    '--name',
    '某省人力资源和社会保障厅',
    '--credit-code',
    CODE,
  )
  for (const power of ['confirm', 'issue'])
    await step(
      ready,
      ...`powers grant ${CODE} --power ${power} --levels 411,412 --from 2022`.split(' '),
      '--ground',
      '云人社函〔2023〕38号',
    )
  const imported = await step(ready, 'lists', 'import', 'list.xlsx', '--authority', CODE)
  const listId = /名单编号 (\S+)/.exec(imported)?.[1] ?? ''
  await step(
    ready,
    'documents',
    'register',
    listId,
    '--document',
    DOCUMENT,
    '--on',
    '2023-12-20',
    '--persons',
    'list.xlsx',
  )
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

describe('issuing killed in the middle', () => {
  it.each([700, 1200, 1600, 2000, 2600])(
    '%i ms after it began leaves all certificates or none, and the next run finishes',
    async (delay) => {
      const folder = join(home, `killed-${delay}`)
      cpSync(ready, folder, { recursive: true, filter: (path) => !path.includes('lock.') })
      const issuing = begun(['certificates', 'issue', DOCUMENT], { cwd: folder })
      // Starting takes about a second; the delays reach from before the transaction to after it.
      const gone = once(issuing, 'exit')
      await new Promise((resolve) => setTimeout(resolve, delay))
      issuing.kill('SIGKILL')
      await gone

      expect(await step(folder, 'audit', '--json')).toContain('"defects":[]')
      expect(await step(folder, 'certificates', 'issue', DOCUMENT)).toMatch(new RegExp(`${PEOPLE} 份证书`))
      expect(await step(folder, 'audit', '--json')).toContain('"defects":[]')
      await step(folder, 'certificates', 'export', DOCUMENT, '--to', 'out', '--first', '1')
      expect(readFileSync(join(folder, 'data', 'checkpoint'), 'utf8')).toContain('ledger')
    },
  )
})
