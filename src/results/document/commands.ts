import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { EXIT, textOption, type DeskCommand } from '../../platform/command.ts'
import { Refusal } from '../../platform/refusal.ts'
import { readSpreadsheet } from '../lists/commands.ts'
import { fileUnreadable } from '../lists/refusals.ts'
import type { Difference } from './compare-persons.ts'
import { differenceLine } from './difference-line.ts'
import { issueDocument } from './issue-document.ts'
import { registerDocument } from './register-document.ts'

export const documentsIssue: DeskCommand = {
  name: 'documents issue',
  usage: '<名单编号> --document 发文字号',
  summary: '印发任职资格文件：审核、公示、备案、确认都已完成的名单',
  options: { document: { type: 'string' } },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const { number, titles, held } = await issueDocument(ctx, {
      listId: args.positionals[0] ?? '',
      documentNumber: textOption(this, args, 'document'),
    })
    terminal.out(`${number} 已印发：${titles} 人取得职称${held > 0 ? `，${held} 人因异议或复查暂缓` : ''}`)
    return EXIT.done
  },
}

export const documentsRegister: DeskCommand = {
  name: 'documents register',
  usage:
    '<名单编号> --document 发文字号 --on 发文日期 --persons 文件所附人员.xlsx [--issuer 发文机关] [--file 文件.pdf] [--replaces 所更正的文号]',
  summary: '登记别处印发的任职资格文件：与名单逐人核对，一处不符即不登记',
  options: {
    document: { type: 'string' },
    on: { type: 'string' },
    persons: { type: 'string' },
    issuer: { type: 'string' },
    file: { type: 'string' },
    replaces: { type: 'string' },
  },
  takes: [1, 1],
  needs: 'service',
  async run(args, terminal, ctx) {
    const given = (name: string) =>
      args.values[name] === undefined ? undefined : textOption(this, args, name)
    const file = given('file')
    try {
      const { number, titles } = await registerDocument(ctx, {
        listId: args.positionals[0] ?? '',
        documentNumber: textOption(this, args, 'document'),
        issuedOn: textOption(this, args, 'on'),
        issuer: given('issuer'),
        persons: await readSpreadsheet(terminal, textOption(this, args, 'persons')),
        fileDigest: file === undefined ? undefined : await digestOf(resolve(terminal.cwd, file)),
        replaces: given('replaces'),
      })
      terminal.out(`${number} 已登记：${titles} 人取得职称`)
      return EXIT.done
    } catch (error) {
      if (error instanceof Refusal && error.code === 'results/document-differs')
        for (const each of error.facts.differences as readonly Difference[])
          terminal.err(differenceLine(each))
      throw error
    }
  },
}

async function digestOf(file: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(
      createHash('sha256')
        .update(await readFile(file))
        .digest(),
    )
  } catch {
    throw fileUnreadable(file)
  }
}
