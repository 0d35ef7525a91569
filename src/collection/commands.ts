import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { dayOf } from '../calendar/day.ts'
import {
  EXIT,
  textOption,
  usage,
  type Arguments,
  type LoneCommand,
  type Terminal,
} from '../platform/command.ts'
import { Refusal } from '../platform/refusal.ts'
import { APPROVED_LIST } from '../results/lists/approved-columns.ts'
import { judgeApprovedList } from '../results/lists/approved-list.ts'
import { defectLine, readSpreadsheet } from '../results/lists/commands.ts'
import { mappingOf } from '../results/lists/headers/column-named.ts'
import { fileUnreadable } from '../results/lists/refusals.ts'
import type { Defect } from '../spreadsheets/defect.ts'
import type { JudgeSetting, ListVerdict } from '../spreadsheets/judge.ts'
import { markedWorkbook } from '../spreadsheets/marked.ts'
import type { ListKind } from '../spreadsheets/table.ts'
import { templateOf } from '../spreadsheets/template.ts'
import { openSpreadsheetFile } from '../spreadsheets/open-spreadsheet.ts'
import { readWorkbook } from '../spreadsheets/read-workbook.ts'
import type { Spreadsheet } from '../spreadsheets/workbook.ts'
import { HISTORY_LIST } from './history-columns.ts'
import { judgeHistoryList } from './history-list.ts'
import { fileNotWritten } from './refusals.ts'

type Judge = (spreadsheet: Spreadsheet, setting: JudgeSetting) => Promise<ListVerdict<unknown>>

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
  usage: `<表格文件> --kind ${KIND_NAMES} [--json] [--marked 标注后.xlsx] [--encoding big5] [--map 列名=字段 …]`,
  summary: '只检查表格，不保存：列出每一处问题的单元格和原因，或在原表上标出',
  options: {
    kind: { type: 'string' },
    json: { type: 'boolean' },
    marked: { type: 'string' },
    encoding: { type: 'string' },
    map: { type: 'string', multiple: true },
  },
  takes: [1, 1],
  needs: 'nothing',
  async run(args, terminal) {
    try {
      return await check(args, terminal)
    } catch (error) {
      // A program that reads our JSON finds some: the whole file is one refusal.
      if (args.values.json === true && error instanceof Refusal && error.code !== 'usage')
        terminal.out(
          JSON.stringify({ rows: 0, accepted: 0, refusals: 1, warnings: 0, defects: [whole(error)] }),
        )
      throw error
    }
  },
}

const whole = ({ code, message }: Refusal): Defect => ({
  sheet: '',
  row: 1,
  column: '',
  value: '',
  code,
  severity: 'refusal',
  reason: message,
})

async function check(args: Arguments, terminal: Terminal): Promise<number> {
  const { judge, list } = kindOf(checkSpreadsheet, args)
  const encoding = encodingOf(args)
  const marked = args.values.marked === undefined ? null : textOption(checkSpreadsheet, args, 'marked')
  const file = args.positionals[0] ?? ''
  const spreadsheet = await openFile(terminal, file, encoding)
  const headers = mappingOf(list, (args.values.map as unknown as readonly string[] | undefined) ?? [])
  const verdict = await judge(spreadsheet, { today: dayOf(new Date()), headers })
  const { judged, accepted, refusals, warnings, defects } = verdict
  if (marked !== null)
    await writeBeside(
      terminal,
      marked,
      await markedWorkbook(
        await readWorkbook(await readSpreadsheet(terminal, file), { encoding }),
        defects,
        verdict.columns,
      ),
    )
  if (args.values.json) terminal.out(JSON.stringify({ rows: judged, accepted, refusals, warnings, defects }))
  else {
    for (const defect of defects) terminal.out(defectLine(defect))
    const told = refusals + warnings
    if (told > defects.length) terminal.out(`…… 另有 ${told - defects.length} 处没有逐一列出。`)
    terminal.out(`共 ${judged} 行，可以接受 ${accepted} 行，问题 ${told} 处。`)
    if (marked !== null) terminal.out(`已在表上标出：${marked}`)
  }
  return refusals > 0 ? EXIT.no : EXIT.done
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

/** Relative to where the caller stands; a million rows of text are not held in memory. */
async function openFile(
  terminal: Terminal,
  file: string,
  encoding: 'big5' | undefined,
): Promise<Spreadsheet> {
  try {
    return await openSpreadsheetFile(resolve(terminal.cwd, file), { encoding })
  } catch (error) {
    throw error instanceof Refusal ? error : fileUnreadable(file)
  }
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
