import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { dayOf } from '../calendar/day.ts'
import type { Day } from '../calendar/day.ts'
import {
  EXIT,
  textOption,
  usage,
  type Arguments,
  type LoneCommand,
  type Terminal,
} from '../platform/command.ts'
import { APPROVED_LIST } from '../results/approved-columns.ts'
import { judgeApprovedList } from '../results/approved-list.ts'
import { defectLine, readSpreadsheet } from '../results/commands.ts'
import type { ListVerdict } from '../spreadsheets/judge.ts'
import { markedWorkbook } from '../spreadsheets/marked.ts'
import type { ListKind } from '../spreadsheets/table.ts'
import { templateOf } from '../spreadsheets/template.ts'
import { readWorkbook } from '../spreadsheets/read-workbook.ts'
import type { Workbook } from '../spreadsheets/workbook.ts'
import { HISTORY_LIST } from './history-columns.ts'
import { judgeHistoryList } from './history-list.ts'
import { fileNotWritten } from './refusals.ts'

type Judge = (workbook: Workbook, setting: { readonly today: Day }) => ListVerdict<unknown>

interface Kind {
  readonly judge: Judge
  readonly list: ListKind<string>
}

const KINDS: ReadonlyMap<string, Kind> = new Map<string, Kind>([
  ['approved-list', { judge: judgeApprovedList, list: APPROVED_LIST }],
  ['history', { judge: judgeHistoryList, list: HISTORY_LIST }],
])
const KIND_NAMES = [...KINDS.keys()].join('|')

function kindOf(command: LoneCommand, args: Arguments): Kind {
  const kind = KINDS.get(textOption(command, args, 'kind'))
  if (kind === undefined) throw usage(command)
  return kind
}

/** `zhengxin check`: judges a spreadsheet and stores nothing. */
export const checkSpreadsheet: LoneCommand = {
  name: 'check',
  usage: `<表格文件> --kind ${KIND_NAMES} [--json] [--marked 标注后.xlsx] [--encoding big5]`,
  summary: '只检查表格，不保存：列出每一处问题的单元格和原因，或在原表上标出',
  options: {
    kind: { type: 'string' },
    json: { type: 'boolean' },
    marked: { type: 'string' },
    encoding: { type: 'string' },
  },
  takes: [1, 1],
  needs: 'nothing',
  async run(args, terminal) {
    const { judge } = kindOf(this, args)
    const encoding = encodingOf(args)
    const marked = args.values.marked === undefined ? null : textOption(this, args, 'marked')
    const workbook = await readWorkbook(await readSpreadsheet(terminal, args.positionals[0] ?? ''), {
      encoding,
    })
    const verdict = judge(workbook, { today: dayOf(new Date()) })
    const { judged, rows, defects } = verdict
    if (marked !== null)
      await writeBeside(terminal, marked, await markedWorkbook(workbook, defects, verdict.columns))
    if (args.values.json) terminal.out(JSON.stringify({ rows: judged, defects }))
    else {
      for (const defect of defects) terminal.out(defectLine(defect))
      terminal.out(`共 ${judged} 行，可以接受 ${rows.length} 行，问题 ${defects.length} 处。`)
      if (marked !== null) terminal.out(`已在表上标出：${marked}`)
    }
    return defects.some(({ severity }) => severity === 'refusal') ? EXIT.no : EXIT.done
  },
}

/** `zhengxin template`: an empty workbook of one kind, for offices to fill in. */
export const makeTemplate: LoneCommand = {
  name: 'template',
  usage: `--kind ${KIND_NAMES} --to 模板.xlsx`,
  summary: '生成空白的表格模板：表头、下拉选项、填写说明',
  options: { kind: { type: 'string' }, to: { type: 'string' } },
  takes: [0, 0],
  needs: 'nothing',
  async run(args, terminal) {
    const { list } = kindOf(this, args)
    const file = textOption(this, args, 'to')
    await writeBeside(terminal, file, await templateOf(list))
    terminal.out(`已生成${list.name}模板：${file}`)
    return EXIT.done
  },
}

/** Only Big5 needs to be told; what a text table is in otherwise shows. */
function encodingOf(args: Arguments): 'big5' | undefined {
  if (args.values.encoding === undefined) return undefined
  if (args.values.encoding !== 'big5') throw usage(checkSpreadsheet)
  return 'big5'
}

/** Never over a file that is there: it may be the list itself. */
async function writeBeside(terminal: Terminal, file: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeFile(resolve(terminal.cwd, file), bytes, { flag: 'wx' })
  } catch (error) {
    throw fileNotWritten(file, (error as NodeJS.ErrnoException).code === 'EEXIST')
  }
}
