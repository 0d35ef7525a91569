import { Refusal } from '../platform/refusal.ts'

export const noKeys = (folder: string) =>
  new Refusal('invalid', 'keys/missing', `${folder} 里没有密钥：请先运行 zhengxin keys init。`, { folder })

export const keysAlreadyThere = (folder: string) =>
  new Refusal(
    'conflict',
    'keys/already-there',
    `${folder} 里已有密钥，不会覆盖：要另建一套，请用 KEYS_DIR 指向空目录。`,
    { folder },
  )

export const keysHalfWritten = (folder: string) =>
  new Refusal(
    'conflict',
    'keys/half-written',
    `${folder} 里有私钥却没有公开登记（history.json），上次初始化未完成：请移走该目录后重来。`,
    { folder },
  )

export const readableByOthers = (file: string, mode: number) =>
  new Refusal(
    'forbidden',
    'keys/readable-by-others',
    `${file} 可被其他用户读取（权限 ${mode.toString(8)}）：请运行 chmod 600 ${file}，并考虑该密钥是否已泄露。`,
    { file },
  )

export const wrongUnlock = (file: string) =>
  new Refusal(
    'invalid',
    'keys/wrong-unlock',
    `${file} 打不开：解锁文件不是这套密钥的，请核对 KEYS_UNLOCK_FILE。`,
    {
      file,
    },
  )

export const keyMismatch = (kid: string) =>
  new Refusal(
    'invalid',
    'keys/mismatch',
    `私钥 ${kid} 与公开登记（history.json）不符：密钥目录被混用或改动，请从备份恢复。`,
    { kid },
  )

export const noKeyToday = (purpose: string, day: string) =>
  new Refusal(
    'unavailable',
    'keys/none-valid-today',
    `用途 ${purpose} 在 ${day} 没有有效的密钥：请先轮换密钥。`,
    {
      purpose,
      day,
    },
  )

export const historyUnreadable = (file: string) =>
  new Refusal('invalid', 'keys/history-unreadable', `${file} 不是完整的密钥公开登记：请从备份恢复。`, {
    file,
  })
