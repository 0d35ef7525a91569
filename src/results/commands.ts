import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { dayOf } from '../calendar/day.ts'
import {
  EXIT,
  textOption,
  usage,
  type DeskCommand,
  type LoneCommand,
  type Terminal,
} from '../platform/command.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Defect } from '../spreadsheets/defect.ts'
import { readWorkbook } from '../spreadsheets/workbook.ts'
import { judgeApprovedList } from './approved-list.ts'
import { confirmList } from './confirm-list.ts'
import { importList } from './import-list.ts'
import { fileUnreadable } from './refusals.ts'

async function readSpreadsheet(terminal: Terminal, file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(resolve(terminal.cwd, file)))
  } catch {
    throw fileUnreadable(file)
  }
}

const line = ({ sheet, row, column, value, severity, reason }: Defect): string =>
  `${severity === 'refusal' ? '拒绝' : '提醒'}  ${sheet} 第 ${row} 行「${column}」${value === '' ? '' : ` ${value}`}：${reason}`

/** `zhengxin check`: judges a spreadsheet and stores nothing. */
export const checkSpreadsheet: LoneCommand = {
  name: 'check',
  usage: '<表格文件> --kind approved-list [--json]',
  summary: '只检查表格，不保存：列出每一处问题的单元格和原因',
  options: { kind: { type: 'string' }, json: { type: 'boolean' } },
  takes: [1, 1],
  needs: 'nothing',
  async run(args, terminal) {
    if (textOption(this, args, 'kind') !== 'approved-list') throw usage(this)
    const bytes = await readSpreadsheet(terminal, args.positionals[0] ?? '')
    const { judged, rows, defects } = judgeApprovedList(await readWorkbook(bytes), {
      today: dayOf(new Date()),
    })
    if (args.values.json) terminal.out(JSON.stringify({ rows: judged, defects }))
    else {
      for (const defect of defects) terminal.out(line(defect))
      terminal.out(`共 ${judged} 行，可以接受 ${rows.length} 行，问题 ${defects.length} 处。`)
    }
    return defects.some(({ severity }) => severity === 'refusal') ? EXIT.no : EXIT.done
  },
}

export const listsImport: DeskCommand = {
  name: 'lists import',
  usage: '<表格.xlsx> --authority 发证机关代码',
  summary: '导入评审通过人员名单（整份导入，或一行也不导入）',
  options: { authority: { type: 'string' } },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const file = args.positionals[0] ?? ''
    const authority = textOption(this, args, 'authority')
    try {
      const imported = await importList(ctx, {
        bytes: await readSpreadsheet(terminal, file),
        fileName: basename(file),
        authority,
      })
      for (const warning of imported.warnings) terminal.err(line(warning))
      terminal.out(`已导入 ${imported.rows} 行，名单编号 ${imported.listId}`)
      return EXIT.done
    } catch (error) {
      if (error instanceof Refusal && error.code === 'results/list-has-defects')
        for (const defect of error.facts.defects as readonly Defect[]) terminal.err(line(defect))
      throw error
    }
  },
}

export const listsConfirm: DeskCommand = {
  name: 'lists confirm',
  usage: '<名单编号> --document 发文字号 --on 发文日期',
  summary: '以任职资格文件确认名单',
  options: { document: { type: 'string' }, on: { type: 'string' } },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const confirmed = await confirmList(ctx, {
      listId: args.positionals[0] ?? '',
      documentNumber: textOption(this, args, 'document'),
      issuedOn: textOption(this, args, 'on'),
    })
    terminal.out(`${confirmed.number} 已确认 ${confirmed.titles} 人的职称`)
    return EXIT.done
  },
}
