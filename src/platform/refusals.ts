import { Refusal } from './refusal.ts'

export const databaseUnreachable = (cause: unknown) =>
  new Refusal(
    'unavailable',
    'platform/database-unreachable',
    '连不上 DATABASE_URL 所指的数据库：请确认 PostgreSQL 已启动、地址与口令正确，然后重试。',
    { cause: cause instanceof Error ? cause.message : String(cause) },
  )

export const dataFolderLocked = (folder: string, pid: number) =>
  new Refusal(
    'conflict',
    'platform/data-folder-locked',
    `数据目录 ${folder} 正由进程 ${pid} 使用：请先停止该进程，或换一个 DATA_DIR。`,
    { folder, pid },
  )

export const dataFolderUnusable = (folder: string, reason: string) =>
  new Refusal('invalid', 'platform/data-folder-unusable', `数据目录 ${folder} 不能使用：${reason}`, {
    folder,
  })

export const badSetting = (name: string, value: string, expected: string) =>
  new Refusal('invalid', 'platform/bad-setting', `环境变量 ${name} 的值“${value}”无效：应为${expected}。`, {
    name,
  })

export const portTaken = (port: number) =>
  new Refusal(
    'conflict',
    'platform/port-taken',
    `端口 ${port} 已被占用：请停止占用它的程序，或用 PORT 换一个端口。`,
    {
      port,
    },
  )

export const nothingHere = () =>
  new Refusal('not-found', 'platform/nothing-here', '这个地址没有内容：请核对网址，或从首页进入。')

/** `allow`: the methods there are, as the Allow header spells them (RFC 9110 §15.5.6). */
export const wrongMethod = (allow: string) =>
  new Refusal('wrong-method', 'platform/wrong-method', `这个地址不接受这种方法：可用的是 ${allow}。`, {
    allow,
  })

export const databaseNotEmpty = () =>
  new Refusal(
    'conflict',
    'platform/database-not-empty',
    'DATABASE_URL 所指的数据库不是空的，演示不会清空它：请新建一个空数据库。',
  )

export const notJson = (reason: string) =>
  new Refusal('invalid', 'request/not-json', `请求内容不是可接受的 JSON：${reason}。`)

/** `members`: where in the request, and why, in Chinese. */
export const notValid = (members: readonly { readonly at: string; readonly reason: string }[]) =>
  new Refusal(
    'invalid',
    'request/not-valid',
    `请求内容不合要求：${members.map(({ at, reason }) => `${at} ${reason}`).join('；')}。`,
    { members },
  )

export const notAForm = () =>
  new Refusal('invalid', 'request/not-a-form', '提交的内容不完整，不能读作表单：请返回上一页重新提交。')

export const notPlain = () =>
  new Refusal('invalid', 'request/not-plain', '提交的内容含有空字符等不能保存的字符：请删去后重新提交。')

export const wrongContentType = (expected: string) =>
  new Refusal('unsupported', 'request/content-type', `请求内容的类型不对：应为 ${expected}。`, { expected })

export const bodyTooLarge = (limitBytes: number) =>
  new Refusal(
    'too-large',
    'request/too-large',
    `请求内容超过 ${limitBytes >= 1_048_576 ? `${limitBytes / 1_048_576} MB` : `${limitBytes / 1024} KB`}：请缩小或分次提交。`,
    { limitBytes },
  )

/** The same for everybody and everything asked; when it may be tried again is in the header. */
export const tooMany = (retryAfterSeconds: number) =>
  new Refusal('too-many', 'request/too-many', '请求过于频繁：请稍后再试。', { retryAfterSeconds })

export const badKey = () =>
  new Refusal('invalid', 'request/bad-key', 'Idempotency-Key 应为 1 到 64 个可见的 ASCII 字符。')

export const keyReused = () =>
  new Refusal(
    'conflict',
    'request/key-reused',
    '这个 Idempotency-Key 已用于另一个内容不同的请求：新的请求请换一个。',
  )

export const toldOnce = () =>
  new Refusal(
    'conflict',
    'request/told-once',
    '这个请求已经办成，其中的一次性启用码只给出一次：没有收到的，请为该账号办理“恢复登录”。',
  )

/** Unknown, or out of the asker's reach: nobody learns which. */
export const noSuchThing = () =>
  new Refusal('not-found', 'request/no-such-thing', '没有这个对象，或它不属于您的机构：请核对编号。')

export const badPurposeHeader = () =>
  new Refusal('invalid', 'request/bad-purpose', 'X-Purpose 应为百分号编码（UTF-8）的办理事由。')

export const noDemoHere = (folder: string) =>
  new Refusal('not-found', 'platform/no-demo-here', `${folder} 里没有演示：请先运行 npm run demo。`, {
    folder,
  })
