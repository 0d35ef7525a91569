import { Refusal } from '../platform/refusal.ts'

export const notBegun = () =>
  new Refusal(
    'unavailable',
    'ledger/not-begun',
    '存证链尚未建立：请先运行 zhengxin serve 或 demo 建立存证链。',
  )

export const anotherOrigin = (kept: string, asked: string) =>
  new Refusal(
    'conflict',
    'ledger/another-origin',
    `这本存证链的名称是“${kept}”，不能改为“${asked}”：请把 LEDGER_ORIGIN 改回原名称，或另建数据库。`,
    { kept, asked },
  )

export const wrongKey = (where: string) =>
  new Refusal(
    'unavailable',
    'ledger/wrong-key',
    `${where}不是用现在的存证链密钥签发的：请检查 KEYS_DIR 是否指向本存证链的密钥。换用别的密钥会使已发布的证明失效，因此拒绝启动。`,
    { where },
  )

export const emptyButPublished = (size: bigint) =>
  new Refusal(
    'unavailable',
    'ledger/empty-but-published',
    `数据库中没有存证链，但已发布过 ${size} 条的检查点：请检查 DATABASE_URL 或 DATA_DIR 是否指向了别的数据库，或先恢复备份。`,
    { publishedSize: String(size) },
  )

export const rolledBack = (size: bigint, publishedSize: bigint) =>
  new Refusal(
    'unavailable',
    'ledger/rolled-back',
    `数据库中的存证链只有 ${size} 条，少于已发布的 ${publishedSize} 条，可能恢复了旧备份：请恢复到最新数据后再启动，恢复前不签发任何内容。`,
    { size: String(size), publishedSize: String(publishedSize) },
  )

export const forked = (publishedSize: bigint) =>
  new Refusal(
    'unavailable',
    'ledger/forked',
    `数据库中的存证链在第 ${publishedSize} 条处与已发布的检查点不一致，历史被改动过：请停止签发，运行 zhengxin audit 查明，并恢复正确的数据。`,
    { publishedSize: String(publishedSize) },
  )

export const memoryMissing = (publishedSize: bigint) =>
  new Refusal(
    'unavailable',
    'ledger/memory-missing',
    `数据库之外保存的最新检查点不见了，而存证链已发布到 ${publishedSize} 条：请从备份或见证方找回检查点文件放回原处，再启动。`,
    { publishedSize: String(publishedSize) },
  )

export const memoryUnreadable = () =>
  new Refusal(
    'unavailable',
    'ledger/memory-unreadable',
    '数据库之外保存的检查点文件已损坏：请从备份或见证方找回该文件放回原处，再启动。',
  )

export const altered = (index: bigint | null) =>
  new Refusal(
    'unavailable',
    'ledger/altered',
    `存证链${index === null ? '的树与条目不一致' : `第 ${index} 条与其哈希不一致`}，数据被改动过，拒绝签发检查点：请运行 zhengxin audit 查明。`,
    { index: index === null ? null : String(index) },
  )

export const notPublished = (index: bigint) =>
  new Refusal('not-found', 'ledger/not-published', `第 ${index} 条还没有进入已发布的检查点：请稍后再试。`, {
    index: String(index),
  })

export const nothingPublished = () =>
  new Refusal('not-found', 'ledger/nothing-published', '存证链还没有发布过检查点：请稍后再试。')

export const noSuchTile = () =>
  new Refusal('not-found', 'ledger/no-such-tile', '没有这一片：路径不对，或还没有发布到这里。')

export const noSuchEntry = () =>
  new Refusal('not-found', 'ledger/no-such-entry', '条目序号应为从 0 起的整数，不带前导零。')
