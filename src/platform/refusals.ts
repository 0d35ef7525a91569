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

export const databaseNotEmpty = () =>
  new Refusal(
    'conflict',
    'platform/database-not-empty',
    'DATABASE_URL 所指的数据库不是空的，演示不会清空它：请新建一个空数据库。',
  )
