import type { EntryFault } from './replay.ts'
import type { WrongTile } from './stored-tree.ts'
import { TILE_WIDTH } from './tile.ts'

/** Something the audit found altered. Names the entry, the row, or both, as closely as can be known. */
export interface Defect {
  readonly where: {
    readonly index?: number
    readonly table?: string
    readonly row?: string
    /** Of a checkpoint. */
    readonly size?: string
    /** Of something served, or of a file. */
    readonly path?: string
  }
  readonly code: string
  /** Chinese, for the person on duty. */
  readonly message: string
}

const FAULTS: Readonly<Record<EntryFault, string>> = {
  missing: '不见了：存证链应当有这一条，而数据库中没有',
  body: '的正文不是有效的条目，被改动过',
  leaf: '的正文与叶哈希不一致，正文或哈希被改动过',
  record: '的记录号与正文不一致，被改动过',
  place: '的类型不该在这个位置，或链锚的内容不对，被改动过',
  chain: '与前一条接不上，有条目被改动、调换、插入或删除过',
}

export const entryDefect = (index: number, fault: EntryFault): Defect => ({
  where: { index },
  code: `ledger/entry-${fault}`,
  message: `存证链第 ${index} 条${FAULTS[fault]}。`,
})

export const strayEntry = (index: number): Defect => ({
  where: { index },
  code: 'ledger/entry-stray',
  message: `存证链第 ${index} 条在存证链末尾之外，不是系统写入的。`,
})

export const headDefect = (): Defect => ({
  where: { table: 'ledger_head', row: '1' },
  code: 'ledger/head',
  message: '存证链首行（ledger_head）记载的大小、根或链值与全部条目重算的结果不一致。',
})

export function tileDefect({ level, index, slot }: WrongTile): Defect {
  const row = `${level}/${index}`
  const entry = Number(index) * TILE_WIDTH + slot
  return {
    where: { ...(level === 0 ? { index: entry } : {}), table: 'ledger_tiles', row },
    code: 'ledger/tile',
    message: `哈希树第 ${level} 层第 ${index} 片的第 ${slot} 个哈希${level === 0 ? `与存证链第 ${entry} 条` : '与其下各条'}不一致。`,
  }
}

export const tileSizeDefect = (level: number, index: string): Defect => ({
  where: { table: 'ledger_tiles', row: `${level}/${index}` },
  code: 'ledger/tile',
  message: `哈希树第 ${level} 层第 ${index} 片的长度与存证链的大小不符。`,
})

/** Where a checkpoint was read: the table, or the memory outside the database. */
export type CheckpointPlace = 'ledger_checkpoints' | 'outside-memory'

const PLACES: Readonly<Record<CheckpointPlace, string>> = {
  ledger_checkpoints: '已发布的检查点',
  'outside-memory': '数据库之外保存的检查点',
}

export const checkpointUnsigned = (table: CheckpointPlace, row: string): Defect => ({
  where: { table, row },
  code: 'ledger/checkpoint-signature',
  message: `${PLACES[table]}（${row} 条）不是本存证链的密钥签发的，或内容被改动过。`,
})

export const checkpointBeyond = (table: CheckpointPlace, row: string, size: bigint): Defect => ({
  where: { table, row },
  code: 'ledger/rolled-back',
  message: `${PLACES[table]}有 ${row} 条，而数据库中只有 ${size} 条：末尾的条目被删除，或恢复了旧备份。`,
})

export const checkpointForked = (table: CheckpointPlace, row: string): Defect => ({
  where: { table, row },
  code: 'ledger/forked',
  message: `${PLACES[table]}（${row} 条）与按条目重算的根不一致：发布之后历史被改写过。`,
})

export const rowAltered = (table: string, row: string): Defect => ({
  where: { table, row },
  code: 'ledger/row-altered',
  message: `表 ${table} 的行 ${row} 与登记时封存的内容不一致，被改动过。`,
})

export const rowUnsalted = (table: string, row: string): Defect => ({
  where: { table, row },
  code: 'ledger/row-unsalted',
  message: `表 ${table} 的行 ${row} 没有封存盐值，内容无法核对，而存证链上没有相应的销毁记录。`,
})

export const rowUnsealed = (table: string, row: string): Defect => ({
  where: { table, row },
  code: 'ledger/row-unsealed',
  message: `表 ${table} 的行 ${row} 不是存证链任何一条登记过的，是另行添加的。`,
})

/** The rows of one entry are not the set it sealed; which of them cannot always be told. */
export function rowSet(table: string, index: number, sealed: number, found: readonly string[]): Defect {
  const row = found.length === 1 ? { row: found[0] as string } : {}
  const difference =
    found.length === sealed
      ? `其中${found.length === 1 ? `的行 ${found[0]}` : '有行'}被调换或改写过`
      : found.length < sealed
        ? `有 ${sealed - found.length} 行被删除或移走`
        : `多出 ${found.length - sealed} 行`
  return {
    where: { table, index, ...row },
    code: 'ledger/row-set',
    message: `存证链第 ${index} 条在表 ${table} 封存了 ${sealed} 行，现有 ${found.length} 行：${difference}。`,
  }
}

export const tableUnknown = (table: string, index: number): Defect => ({
  where: { table, index },
  code: 'ledger/table-unknown',
  message: `存证链第 ${index} 条封存了表 ${table} 的行，而本程序不认识这张表，无法核对。`,
})
