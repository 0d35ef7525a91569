import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { EXIT, usage, type Arguments, type EitherCommand, type Terminal } from '../platform/command.ts'
import { Refusal } from '../platform/refusal.ts'
import { fromUtf8 } from '../signing/bytes.ts'
import { parseVkey, type NoteKey } from '../signing/note.ts'
import { auditEverything, type TrailAuditor, type WaitingAuditor } from './audit.ts'
import { auditRemoteLog } from './audit-remote.ts'
import { historyFolder } from './checkpoint-history.ts'
import type { Defect } from './defect.ts'
import { checkpointMemory } from './deployment-memory.ts'
import { badVkey } from './refusals.ts'
import { httpLog, type RemoteLog } from './remote-log.ts'
import type { SealedTable } from './seal.ts'

/** `zhengxin audit`: recomputes everything that feeds a public answer; with `--url`, all that an outsider can get. */
export const auditCommand = (
  sealedTables: readonly SealedTable[],
  auditTrail: TrailAuditor,
  auditWaiting: WaitingAuditor,
): EitherCommand => ({
  name: 'audit',
  usage: '[--url 网址 [--vkey 公钥 或 --trust 信任包.json] [--history 目录]] [--json]',
  summary: '从头复算存证链和全部受保护的数据，指出第一处不一致；--url 从外部复算任何机关公布的存证链',
  options: {
    url: { type: 'string' },
    vkey: { type: 'string' },
    trust: { type: 'string' },
    history: { type: 'string' },
    json: { type: 'boolean' },
  },
  takes: [0, 0],
  needs: 'either',
  standsAlone: (args) => args.values.url !== undefined,
  async run(args, terminal, ctx) {
    const { url, vkey, trust, history } = args.values
    if (typeof url === 'string') return auditFromOutside(args, terminal, httpLog(url))
    if ([vkey, trust, history].some((value) => value !== undefined)) throw usage(this)
    if (!ctx)
      return cannotTell(
        args,
        terminal,
        '这里没有存证链可复算：请检查 DATA_DIR 或 DATABASE_URL，或用 --url 指明网址。',
      )
    const memory = checkpointMemory(ctx.config)
    const found = await auditEverything(ctx, { sealedTables, memory, auditTrail, auditWaiting })
    const { entries, rows, records, waiting, defects } = found
    if (args.values.json) terminal.out(JSON.stringify(found))
    else {
      tell(terminal, defects)
      terminal.out(
        defects.length === 0
          ? `一致：存证 ${entries} 条、数据 ${rows} 行、操作记录 ${records} 条全部复算相符。${waitingLine(waiting)}`
          : `不一致：复算存证 ${entries} 条、数据 ${rows} 行、操作记录 ${records} 条，发现以上问题。请停止签发，保留现场并查明原因。`,
      )
    }
    return defects.length === 0 ? EXIT.done : EXIT.no
  },
})

const waitingLine = (waiting: number): string =>
  waiting === 0 ? '' : `其中 ${waiting} 行是今天按日合并的，与操作记录所载的封存一致，当日结束后写入存证链。`

/** The audit by somebody who has nothing of ours but addresses. Exit 2: it could not be told. */
export async function auditFromOutside(args: Arguments, terminal: Terminal, log: RemoteLog): Promise<number> {
  const { history } = args.values
  try {
    const keys = await keysFor(args, terminal, log)
    const folder = typeof history === 'string' ? historyFolder(resolve(terminal.cwd, history)) : null
    const { evidence, ...audit } = await auditRemoteLog(log, keys, folder)
    const { origin, entries, compared, defects } = audit
    if (args.values.json) terminal.out(JSON.stringify({ ...audit, evidence }))
    else {
      tell(terminal, defects)
      for (const vkey of audit.learned) terminal.out(learnedLine(vkey, folder !== null))
      if (evidence !== null) terminal.out(`互相矛盾的检查点已作为证据另存为 ${evidence}。`)
      terminal.out(
        defects.length === 0
          ? `一致：${origin} 公布的 ${entries} 条全部复算相符，与以前保存的 ${compared} 个检查点不矛盾。`
          : `不一致：${origin} 公布的存证链有以上问题。请保留本次输出和保存的检查点，并告知其他审计人。`,
      )
    }
    return defects.length === 0 ? EXIT.done : EXIT.no
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return cannotTell(args, terminal, error.message, error.code)
  }
}

const learnedLine = (vkey: string, isKept: boolean): string =>
  `存证链登记了新的公钥，由您信任的公钥所签的检查点覆盖：${vkey}\n${isKept ? '已记入 history 目录，以后自动采用。' : '以后请把它与原公钥一并写在 --vkey 中，或用 --history 目录自动记住。'}`

function cannotTell(args: Arguments, terminal: Terminal, message: string, code = 'ledger/not-begun'): number {
  if (args.values.json) terminal.out(JSON.stringify({ cannotTell: { code, message } }))
  else terminal.err(message)
  return EXIT.cannotTell
}

function tell(terminal: Terminal, defects: readonly Defect[]): void {
  for (const { message, code } of defects) terminal.out(`${message}（${code}）`)
}

/** The keys given, or, with a warning, whatever the one who is audited says. */
async function keysFor(args: Arguments, terminal: Terminal, log: RemoteLog): Promise<readonly NoteKey[]> {
  const given = await givenKeys(args, terminal)
  if (given) return given
  terminal.err('注意：公钥取自被审计的一方；请与其另行公布的比对，并用 --vkey 或 --trust 固定下来。')
  const served = await log.read('vkey', 65_536)
  try {
    return keysIn(fromUtf8(served ?? new Uint8Array()))
  } catch {
    throw badVkey()
  }
}

/** The keys `--vkey` or `--trust` name; null without either. Refuses `ledger/bad-vkey`. */
export async function givenKeys(args: Arguments, terminal: Terminal): Promise<readonly NoteKey[] | null> {
  const { vkey, trust } = args.values
  if (typeof vkey === 'string') return keysIn(vkey)
  return typeof trust === 'string' ? keysIn(await vkeysIn(resolve(terminal.cwd, trust))) : null
}

/** One key or, while a ledger's key rolls over, several; all of one ledger. */
function keysIn(text: string): readonly NoteKey[] {
  const keys = text
    .trim()
    .split(/\s+/)
    .map((vkey) => parseVkey(vkey))
  if (keys.some((key) => key === null || key.name !== keys[0]?.name)) throw badVkey()
  return keys as NoteKey[]
}

async function vkeysIn(file: string): Promise<string> {
  try {
    const { ledger } = JSON.parse(await readFile(file, 'utf8')) as {
      ledger: { vkey: string; past?: readonly { vkey: string }[] }
    }
    return [ledger.vkey, ...(ledger.past ?? []).map(({ vkey }) => vkey)].join('\n')
  } catch {
    throw badVkey()
  }
}
