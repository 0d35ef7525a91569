import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { findStoredByNumber } from './certificates/reading/find.ts'
import { certificateNotFound } from './certificates/refusals.ts'
import { givenKeys } from './ledger/commands.ts'
import { discloseRow } from './ledger/disclose.ts'
import { checkDisclosure, encodeDisclosure, type DisclosureVerdict } from './ledger/disclosure.ts'
import { noSuchSealedTable } from './ledger/refusals.ts'
import { disclosePerson } from './people/disclose.ts'
import { erasePerson, ERASURE_GROUNDS, type ErasureGround } from './people/erase.ts'
import { KEPT_OF_PERSONS } from './personal-tables.ts'
import { EXIT, textOption, usage, type DeskCommand, type LoneCommand } from './platform/command.ts'
import type { Context } from './platform/context.ts'
import { SEALED_TABLES } from './sealed-tables.ts'
import { verifyEd25519 } from './signing/ed25519.ts'

/** `zhengxin disclose`: one record with its salt, for somebody who may see it. */
export const discloseCommand: DeskCommand = {
  name: 'disclose',
  usage: '(表名 行号 | --person-of 证书编号) --to 文件.json',
  summary: '把一条受封存的记录连同盐值和存证证明交给有权查看的人，由其自行核对',
  options: { 'person-of': { type: 'string' }, to: { type: 'string' } },
  takes: [0, 2],
  needs: 'service',
  async run(args, terminal, ctx) {
    const number = args.values['person-of']
    const [table, row] = args.positionals
    const to = textOption(this, args, 'to')
    if ((typeof number === 'string') === (row !== undefined)) throw usage(this)
    const disclosure =
      typeof number === 'string'
        ? await disclosePerson(ctx, await holderOf(ctx, number))
        : await discloseRow(ctx, { sealed: sealedTable(table ?? ''), row: row ?? '' })
    await writeFile(resolve(terminal.cwd, to), encodeDisclosure(disclosure), { mode: 0o600 })
    terminal.out(`已写入 ${to}：其中的盐值永远可以证明这条记录，请只交给有权查看的人。`)
    return EXIT.done
  },
}

const VERDICTS: Readonly<Record<Exclude<DisclosureVerdict['kind'], 'genuine'>, string>> = {
  malformed: '不是披露文件，或内容残缺。',
  'not-in-entry': '记录的内容与存证条目封存的不一致。',
  'not-on-ledger': '存证条目不在这把公钥签名的存证链上。',
  'not-opened': '写明的姓名或证件号码与记录中的承诺值不一致。',
}

/** `zhengxin disclosed`: what somebody was handed, checked without us. */
export const disclosedCommand: LoneCommand = {
  name: 'disclosed',
  usage: '文件.json (--vkey 公钥 | --trust 信任包.json)',
  summary: '核对一份披露文件：记录是否原样登记在存证链上，不需要数据库',
  options: { vkey: { type: 'string' }, trust: { type: 'string' } },
  takes: [1, 1],
  needs: 'nothing',
  async run(args, terminal) {
    const keys = await givenKeys(args, terminal)
    if (!keys) throw usage(this)
    const file = args.positionals[0] ?? ''
    const text = await readFile(resolve(terminal.cwd, file), 'utf8').catch(() => null)
    if (text === null) {
      terminal.err(`读不到文件 ${file}：请核对文件名。`)
      return EXIT.cannotTell
    }
    const verdict = checkDisclosure(text, keys, verifyEd25519)
    if (verdict.kind !== 'genuine') {
      terminal.out(VERDICTS[verdict.kind])
      return EXIT.no
    }
    const { day, origin, index, table, row, values, opened } = verdict
    terminal.out(`属实：${day} 登记在 ${origin} 第 ${index} 条，内容未变。表 ${table}，行 ${row}：`)
    for (const { field, value } of opened) terminal.out(`  ${OPENED[field] ?? field}：${shown(value)}`)
    for (const [column, value] of Object.entries(values)) terminal.out(`  ${column} = ${shown(value)}`)
    return EXIT.done
  },
}

const OPENED: Readonly<Record<string, string>> = { name: '姓名', idNumber: '证件号码' }
const MOST_SHOWN = 120

/** A value on one line: whoever handed us the file may have put anything into it. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? JSON.stringify(value).slice(1, -1) : JSON.stringify(value)
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…（共 ${text.length} 字符，见文件）` : text
}

/** `zhengxin persons erase`: forgets a person for good. */
export const personsErase: DeskCommand = {
  name: 'persons erase',
  usage: `--person-of 证书编号 --ground ${Object.keys(ERASURE_GROUNDS).join('|')}`,
  summary:
    '依法删除一个人的全部个人信息：密钥、密文和盐值一并销毁，不可恢复；证明和审计不受影响；不经审批，记入操作记录',
  options: { 'person-of': { type: 'string' }, ground: { type: 'string' } },
  takes: [0, 0],
  needs: 'service',
  async run(args, terminal, ctx) {
    const ground = textOption(this, args, 'ground')
    if (!Object.hasOwn(ERASURE_GROUNDS, ground)) throw usage(this)
    const personId = await holderOf(ctx, textOption(this, args, 'person-of'))
    const { rows, index } = await erasePerson(
      ctx,
      { personId, ground: ground as ErasureGround },
      KEPT_OF_PERSONS,
    )
    terminal.out(`已删除 ${rows} 行中的个人信息，记入存证链第 ${index} 条。证明和审计不受影响。`)
    terminal.out('此前的备份里还有其密文和密钥：请按备份保存期销毁；若从备份恢复，须把这次删除重做一遍。')
    return EXIT.done
  },
}

async function holderOf(ctx: Context, number: string): Promise<string> {
  const stored = await findStoredByNumber(ctx.database.read, number)
  if (!stored) throw certificateNotFound(number)
  return stored.row.personId
}

function sealedTable(name: string) {
  const found = SEALED_TABLES.find((table) => table.name === name)
  if (!found)
    throw noSuchSealedTable(
      name,
      SEALED_TABLES.map((table) => table.name),
    )
  return found
}
