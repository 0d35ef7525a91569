import type { Defect } from './defect.ts'

// What an outsider can find wrong with a log as it is served.

export const servedUnsigned = (): Defect => ({
  where: { path: 'checkpoint' },
  code: 'ledger/checkpoint-signature',
  message:
    '对方提供的检查点不是用给定的存证链公钥签发的，或内容被改动过。对方若换过密钥：请向其索取新公钥（/ledger/vkey），与其另行公布的指纹核对，再用 --vkey "旧公钥 新公钥" 复算；常用同一 --history 目录复算的，换钥时会自动跟上。',
})

/** The log's own entries say that whoever signed could not sign this any more. */
export const servedByOldKey = (): Defect => ({
  where: { path: 'checkpoint' },
  code: 'ledger/checkpoint-signature',
  message: '对方的存证链载明：签发这个检查点的公钥已停用或已泄露，不能再为这些条目签发。',
})

export const keptUnsigned = (name: string): Defect => ({
  where: { path: name },
  code: 'ledger/checkpoint-signature',
  message: `以前保存的检查点 ${name} 不能用给定的存证链公钥验证：对方换了密钥或名称，或该文件被改动过。`,
})

export const servedShorter = (size: bigint, seen: bigint): Defect => ({
  where: { index: Number(size), size: String(seen) },
  code: 'ledger/rolled-back',
  message: `对方现在只提供 ${size} 条，而以前见过 ${seen} 条的检查点：第 ${size} 条起被删除，或提供的是旧检查点。`,
})

export const servedOtherRoot = (size: bigint): Defect => ({
  where: { size: String(size) },
  code: 'ledger/forked',
  message: `同样是 ${size} 条，现在的检查点与以前保存的根不同：同一把密钥签发了两份历史。`,
})

/** The entries before `agreed` are as they were; somewhere from there to `size` they are not. */
export const historyRewritten = (agreed: number, size: bigint): Defect => ({
  where: { index: agreed, size: String(size) },
  code: 'ledger/forked',
  message: `以前保存的 ${size} 条的检查点与现在提供的条目重算的根不一致：第 ${agreed} 条至第 ${size - 1n} 条之间被改写过。`,
})

export const entryWithheld = (index: number, path: string): Defect => ({
  where: { index, path },
  code: 'ledger/entry-missing',
  message: `检查点包含第 ${index} 条，而对方没有提供（${path}）。`,
})

export const servedTile = (path: string, slot: number, index?: number): Defect => ({
  where: { ...(index === undefined ? {} : { index }), path },
  code: 'ledger/tile',
  message: `哈希片 ${path} 缺失，或其第 ${slot} 个哈希与其下各条重算的结果不一致。`,
})

export const servedOtherOrigin = (named: string, origin: string): Defect => ({
  where: { index: 0 },
  code: 'ledger/origin',
  message: `存证链第 0 条载明的名称是“${named}”，而检查点的名称是“${origin}”。`,
})

export const servedRoot = (size: bigint): Defect => ({
  where: { size: String(size) },
  code: 'ledger/root',
  message: `由对方提供的 ${size} 条重算的根与其检查点不一致。`,
})
