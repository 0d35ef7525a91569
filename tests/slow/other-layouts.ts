import { execFile } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { madeUpNumber } from '../support/staff.ts'

const run = promisify(execFile)

export const SAMPLES = 'templates/samples'
export const GB18030 = 'history-1998-gb18030.csv'

/** A sheet as an office keeps it: a title over all columns, headers, rows. */
interface LedgerSheet {
  readonly name: string
  readonly title: string
  readonly rows: readonly (readonly string[])[]
}

const text = (value: string): string =>
  value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

const cell = (value: string): string =>
  `<table:table-cell office:value-type="string"><text:p>${text(value)}</text:p></table:table-cell>`

const sheetOf = ({ name, title, rows }: LedgerSheet): string => {
  const width = Math.max(1, rows[0]?.length ?? 1)
  const merged = `<table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="${width}" table:number-rows-spanned="1"><text:p>${text(title)}</text:p></table:table-cell>${'<table:covered-table-cell/>'.repeat(width - 1)}</table:table-row>`
  const lines = rows.map((row) => `<table:table-row>${row.map(cell).join('')}</table:table-row>`).join('')
  return `<table:table table:name="${text(name)}">${merged}${lines}</table:table>`
}

/** A workbook of several sheets, each under a merged title, saved by LibreOffice as Excel 97 did. */
async function oldLedger(folder: string, name: string, sheets: readonly LedgerSheet[]): Promise<string> {
  const spaces = ['office', 'table', 'text']
    .map((each) => `xmlns:${each}="urn:oasis:names:tc:opendocument:xmlns:${each}:1.0"`)
    .join(' ')
  const body = `<office:body><office:spreadsheet>${sheets.map(sheetOf).join('')}</office:spreadsheet></office:body>`
  writeFileSync(
    join(folder, `${name}.fods`),
    `<?xml version="1.0" encoding="UTF-8"?><office:document ${spaces} office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">${body}</office:document>`,
  )
  const args = [
    '--headless',
    `-env:UserInstallation=file://${folder}/office`,
    '--convert-to',
    'xls:MS Excel 97',
  ]
  await run('soffice', [...args, '--outdir', folder, join(folder, `${name}.fods`)])
  return join(folder, `${name}.xls`)
}

/** What another bureau kept of 1996 and 1998: two of its people are Kunming's too, one has no number, one an odd character. */
export function ledgerOfDali(folder: string): Promise<string> {
  const [, ...rows] = sample()
  const [claimed, alike] = [rows[2]!, rows[4]!]
  const of = (person: number, name: string, number = madeUpNumber(person)) => [
    ['居民身份证', number, name, '大理州农机站', '工程师', '中级', '评审'],
    ['1996年5月', '大人职字〔1996〕7号', '大理州人事局', '工程技术', '机械'],
  ]
  const theirs = ([
    name,
    number,
    employer,
    series,
    specialty,
    title,
    level,
    route,
    on,
    document,
  ]: string[]) => [
    ['居民身份证', number, name, employer, title, level, route],
    [on, document, '大理州人事局', series, specialty],
  ]
  const lines = [of(871, '段思平'), of(872, '高升泰'), of(873, '杨义贞', ''), of(874, '李\uE863')]
  const more = [theirs(claimed), theirs(alike.with(1, ''))]
  return oldLedger(folder, '大理州名册', [
    { name: '说明', title: '填表说明', rows: [['本册由大理州职改办保存，原件不外借。']] },
    {
      name: '一九九六年',
      title: '大理州一九九六年专业技术职务任职资格人员名册',
      rows: [HEADERS, ...lines.map((row) => row.flat())],
    },
    {
      name: '一九九八年',
      title: '大理州一九九八年专业技术职务任职资格人员名册',
      rows: [HEADERS, ...more.map((row) => row.flat().map((text) => text ?? ''))],
    },
  ])
}

const HEADERS =
  '证件种类,持证人身份号,人员姓名,单位名称,任职资格,职称级别,取得方式,批准时间,文号,审批机关,职称系列,申报专业'.split(
    ',',
  )

/** The sample of 1998 as another office might lay it out: banners, other headers, other order; saved by LibreOffice. */
export async function otherLayout(
  folder: string,
  name: string,
  change: (rows: string[][]) => void,
): Promise<string> {
  const [header = [], ...rows] = sample()
  change(rows)
  const lines = [['昆明市历年职称信息'], [''], header.toReversed(), ...rows.map((row) => row.toReversed())]
  writeFileSync(join(folder, `${name}.csv`), `\uFEFF${lines.map((line) => line.join(',')).join('\n')}`)
  // As text, or LibreOffice makes numerals of identity numbers and loses their last digits.
  const asText = header.map((_, i) => `${i + 1}/2`).join('/')
  const filter = `CSV:44,34,76,1,${asText},0,false,true,false,false,false,-1`
  const args = ['--headless', `-env:UserInstallation=file://${folder}/office`, '--convert-to', 'xlsx']
  await run('soffice', [...args, `--infilter=${filter}`, '--outdir', folder, join(folder, `${name}.csv`)])
  return join(folder, `${name}.xlsx`)
}

/** The sample's headers and rows. */
function sample(): string[][] {
  const text = new TextDecoder('gb18030').decode(readFileSync(join(SAMPLES, GB18030)))
  const lines = text.replaceAll('\r', '').trim().split('\n')
  return lines.slice(headerAt(text)).map((line) => line.split(','))
}

const headerAt = (text: string): number =>
  text.split('\n').findIndex((line) => line.split(',').some((cell) => cell.trim() === '姓名'))
