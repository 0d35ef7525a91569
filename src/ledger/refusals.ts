import { Refusal } from '../platform/refusal.ts'
import type { PolicyRule } from './witness-policy.ts'

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

export const busy = (waiting: number) =>
  new Refusal(
    'unavailable',
    'ledger/busy',
    `等待写入存证链的请求已有 ${waiting} 个，本次没有受理，也没有写入任何内容：请几秒后用同样的内容重试。`,
    { waiting },
  )

export const clockBehind = (day: string, last: string) =>
  new Refusal(
    'unavailable',
    'ledger/clock-behind',
    `本机时钟是 ${day}，早于存证链最后一条的日期 ${last}，时间没有前进，拒绝写入：请校准时钟后重试。`,
    { day, last },
  )

export const diskFull = (folder: string, freeBytes: number, floorBytes: number) =>
  new Refusal(
    'unavailable',
    'ledger/disk-full',
    `服务器磁盘只剩 ${Math.floor(freeBytes / 1e6)} MB，低于保留的 ${Math.floor(floorBytes / 1e6)} MB，暂停写入存证链；核验照常。请清理或扩容后重试。`,
    { folder, freeBytes, floorBytes },
  )

export const memoriesDisagree = (size: bigint) =>
  new Refusal(
    'unavailable',
    'ledger/memories-disagree',
    `数据库之外的两处检查点都是 ${size} 条，内容却不同：其中一处被改动过，或有两本存证链在用同一把密钥。请停止签发，保留两份文件并查明。`,
    { size: String(size) },
  )

export const mirrorUnusable = (folder: string, reason: string) =>
  new Refusal(
    'unavailable',
    'ledger/mirror-unusable',
    `检查点的第二处保存位置（CHECKPOINT_MIRROR）不能使用（${reason}），在它恢复之前不签发检查点：请检查该目录或挂载点。`,
    { folder, reason },
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

export const logUnreachable = (url: string, reason: string) =>
  new Refusal(
    'unavailable',
    'ledger/unreachable',
    `读不到 ${url}（${reason}），无法判定：请检查网络和网址，稍后再试。`,
    { url, reason },
  )

export const notACheckpoint = () =>
  new Refusal(
    'unavailable',
    'ledger/not-a-checkpoint',
    '该网址的 /ledger/checkpoint 没有提供检查点，无法判定：请确认网址是签发机关公布的那一个。',
  )

export const badVkey = () =>
  new Refusal(
    'invalid',
    'ledger/bad-vkey',
    '存证链公钥无法识别：应形如 名称+8位十六进制+Base64，由 --vkey 或 --trust 信任包给出。',
  )

const RULES: Readonly<Record<PolicyRule, string>> = {
  characters: '有不允许的控制字符',
  keyword: '开头应为 log、witness、group 或 quorum',
  arguments: '项数不对',
  key: '公钥（vkey）无法识别，或不是这一类密钥',
  'duplicate-key': '公钥与前面的重复',
  name: '名称已用过，或是保留的 none',
  'unknown-name': '提到的名称前面没有定义',
  'member-twice': '成员已属于另一组',
  threshold: '门限应为 any、all 或 1 到成员数之间的整数',
  'quorum-twice': '只能有一行 quorum',
  'quorum-missing': '缺少 quorum 一行',
}

export const badPolicy = (file: string, line: number, rule: PolicyRule) =>
  new Refusal(
    'invalid',
    'ledger/bad-policy',
    `见证策略文件 ${file} 第 ${line} 行有误：${RULES[rule]}。请改正后重试。`,
    { file, line, rule },
  )

export const policyMissing = (file: string) =>
  new Refusal(
    'invalid',
    'ledger/policy-missing',
    `读不到 ${file}：请按 tlog-policy 格式写明要见证的存证链（log 公钥），并以 quorum none 结尾。`,
    { file },
  )

export const witnessStateUnreadable = (origin: string) =>
  new Refusal(
    'unavailable',
    'ledger/witness-state-unreadable',
    `见证方为 ${origin} 保存的检查点已损坏，拒绝见证：不得用旧备份恢复，请停用本见证方，另建一个。`,
    { origin },
  )

export const noWitnessKey = (folder: string) =>
  new Refusal(
    'invalid',
    'ledger/no-witness-key',
    `${folder} 里没有见证密钥：请先运行 zhengxin witness init。`,
    { folder },
  )

export const witnessKeyThere = (folder: string) =>
  new Refusal(
    'conflict',
    'ledger/witness-key-there',
    `${folder} 里已有见证密钥，不会覆盖：另建一个见证方请用 --dir 指向空目录。`,
    { folder },
  )

export const badWitnessName = (name: string) =>
  new Refusal(
    'invalid',
    'ledger/bad-witness-name',
    `见证方名称“${name}”不能用：应形如 witness.example.gov.cn/w1，不含空格和加号。`,
    { name },
  )

export const noSuchRow = (table: string, row: string) =>
  new Refusal('not-found', 'ledger/no-such-row', `表 ${table} 没有行 ${row}：请核对表名和行号。`, {
    table,
    row,
  })

export const rowErased = (table: string, row: string) =>
  new Refusal(
    'conflict',
    'ledger/row-erased',
    `表 ${table} 的行 ${row} 已随个人信息删除，盐值不复存在，无法披露。`,
    { table, row },
  )

export const rowWaiting = (table: string, row: string) =>
  new Refusal(
    'conflict',
    'ledger/row-waiting',
    `表 ${table} 的行 ${row} 是今天按日合并的，当日结束后才写入存证链：请明天再披露。`,
    { table, row },
  )

export const noSuchSealedTable = (table: string, known: readonly string[]) =>
  new Refusal(
    'invalid',
    'ledger/no-such-sealed-table',
    `没有受封存的表 ${table}：可用的有 ${known.join('、')}。`,
    { table },
  )
