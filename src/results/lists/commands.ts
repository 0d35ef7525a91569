import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { EXIT, textOption, type DeskCommand, type Terminal } from '../../platform/command.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { importList } from './import-list.ts'
import { fileUnreadable } from './refusals.ts'

/** The bytes of a file the caller names, relative to where the caller stands. */
export async function readSpreadsheet(terminal: Terminal, file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await readFile(resolve(terminal.cwd, file)))
  } catch {
    throw fileUnreadable(file)
  }
}

/** One defect as a terminal shows it. */
export const defectLine = ({ sheet, row, column, value, severity, reason }: Defect): string =>
  `${severity === 'refusal' ? '拒绝' : '提醒'}  ${sheet} 第 ${row} 行「${column}」${value === '' ? '' : ` ${value}`}：${reason}`

export const listsImport: DeskCommand = {
  name: 'lists import',
  usage:
    '<表格.xlsx、.xls 或 .csv> --authority 发证机关代码 [--office 报送机构代码 --cycle 年度评审编号 --stage candidates|approved] [--replaces 名单编号]',
  summary: '导入名单（整份导入，或一行也不导入）；不指明年度评审的，为不在本系统评审的通过名单',
  options: {
    authority: { type: 'string' },
    office: { type: 'string' },
    cycle: { type: 'string' },
    stage: { type: 'string' },
    replaces: { type: 'string' },
  },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const file = args.positionals[0] ?? ''
    const authority = textOption(this, args, 'authority')
    const given = (name: string): string | undefined => {
      const value = args.values[name]
      return typeof value === 'string' ? value : undefined
    }
    const stage = given('stage') === 'candidates' ? 'candidates' : 'approved'
    try {
      const imported = await importList(ctx, {
        bytes: await readSpreadsheet(terminal, file),
        fileName: basename(file),
        authority,
        office: given('office'),
        cycleId: given('cycle'),
        stage,
        replaces: given('replaces'),
      })
      for (const warning of imported.warnings) terminal.err(defectLine(warning))
      terminal.out(`已导入 ${imported.rows} 行，名单编号 ${imported.listId}`)
      return EXIT.done
    } catch (error) {
      if (error instanceof Refusal && error.code === 'results/list-has-defects')
        for (const defect of error.facts.defects as readonly Defect[]) terminal.err(defectLine(defect))
      throw error
    }
  },
}
