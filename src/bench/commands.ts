import { cpus } from 'node:os'
import { EXIT, usage, type LoneCommand } from '../platform/command.ts'
import { appendRow } from './append.ts'
import { askedRow } from './asked.ts'
import { auditRow } from './audit.ts'
import { boardRow } from './board.ts'
import { collectRow } from './collect.ts'
import { documentsRow } from './documents.ts'
import { growthRow } from './growth.ts'
import { integrityRow } from './integrity.ts'
import { issueRow } from './issue.ts'
import { measure, type Measured } from './measure.ts'
import { pageRow } from './page.ts'
import { pdfRow } from './pdf.ts'
import { proofRow } from './proof.ts'
import { publicityRow } from './publicity.ts'
import { signRow } from './sign.ts'
import { snapshotRow } from './snapshot.ts'
import { csvRow, judgeRow, spreadsheetRow } from './spreadsheet.ts'
import { submitRow } from './submit.ts'
import { verifierRow } from './verifier.ts'
import { verifyRow } from './verify.ts'

const ROWS = [
  signRow,
  issueRow,
  pdfRow,
  verifyRow,
  verifierRow,
  pageRow,
  publicityRow,
  appendRow,
  submitRow,
  documentsRow,
  auditRow,
  spreadsheetRow,
  csvRow,
  judgeRow,
  integrityRow,
  askedRow,
  collectRow,
  boardRow,
]

/** Only when asked for by name: minutes to set up. */
const LONG_ROWS = [growthRow, proofRow, snapshotRow]

/** `zhengxin bench`: each figure beside its limit, from the same run. Never a test: a slow day is not a fault. */
export const benchCommand: LoneCommand = {
  name: 'bench',
  usage: `[${[...ROWS, ...LONG_ROWS].map(({ name }) => name).join('|')} …] [--quick|--full] [--json]`,
  summary: '测速：每个数字旁边是同一次运行中测得的极限',
  options: { quick: { type: 'boolean' }, full: { type: 'boolean' }, json: { type: 'boolean' } },
  takes: [0, ROWS.length + LONG_ROWS.length],
  needs: 'nothing',
  async run(args, terminal, config) {
    const wanted =
      args.positionals.length === 0
        ? ROWS
        : [...ROWS, ...LONG_ROWS].filter(({ name }) => args.positionals.includes(name))
    if (wanted.length < args.positionals.length) throw usage(this)
    const setting = {
      quick: args.values.quick === true,
      full: args.values.full === true,
      databaseUrl: config.databaseUrl,
    }
    const machine = `${cpus().length} × ${cpus()[0]?.model.trim() ?? '?'}，Node ${process.version}，${setting.databaseUrl ? 'PostgreSQL' : 'PGlite'}`
    const measured: Measured[] = []
    if (!args.values.json) terminal.out(machine)
    for (const row of wanted) {
      const result = await measure(row, setting)
      measured.push(result)
      if (!args.values.json) terminal.out(line(result))
    }
    if (args.values.json) terminal.out(JSON.stringify({ machine, rows: measured }))
    return EXIT.done
  },
}

const rounded = (value: number): string =>
  value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(1)

const line = ({
  name,
  what,
  limit,
  figurePerSecond,
  limitPerSecond,
  ratio,
  target,
  remark,
}: Measured): string =>
  `${name.padEnd(7)} ${rounded(figurePerSecond).padStart(8)}/s  极限 ${rounded(limitPerSecond).padStart(8)}/s  比值 ${ratio.toFixed(2)}（要求 ≥ ${target.toFixed(2)}）  ${what} ÷ ${limit}${remark === null ? '' : `\n        ${remark}`}`
