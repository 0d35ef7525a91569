import { Refusal } from '../platform/refusal.ts'

export const keyUnknown = (kid: string) =>
  new Refusal(
    'not-found',
    'keylife/unknown-key',
    `没有编号为 ${kid} 的密钥：请用 zhengxin keys list 核对。`,
    { kid },
  )

export const notRotatable = (purpose: string) =>
  new Refusal(
    'invalid',
    'keylife/not-rotatable',
    `用途 ${purpose} 的密钥不能这样轮换：已加密的个人信息须先逐一改用新密钥。可轮换的有 certificates、ledger、pdf、sessions。`,
    { purpose },
  )

export const stillInUse = (kid: string, purpose: string) =>
  new Refusal(
    'conflict',
    'keylife/still-in-use',
    `密钥 ${kid} 正在使用：请先运行 zhengxin keys rotate --purpose ${purpose}。`,
    { kid, purpose },
  )

export const alreadySo = (kid: string, state: string) =>
  new Refusal('conflict', 'keylife/already-so', `密钥 ${kid} 已经是这个状态，没有重复办理。`, { kid, state })

export const badCutOff = (size: number) =>
  new Refusal(
    'invalid',
    'keylife/bad-cut-off',
    `--from-index 应为 0 到 ${size} 的整数：存证链上这一条之前的，仍认作本机关签发。`,
    { size },
  )

export const keysDiffer = (kid: string) =>
  new Refusal(
    'unavailable',
    'keylife/keys-differ',
    `密钥 ${kid} 的公开登记（history.json）与存证链不一致：密钥目录或数据库被改动或换过，请从备份恢复后再启动。`,
    { kid },
  )

export const notYetPublished = (kid: string) =>
  new Refusal(
    'conflict',
    'keylife/not-yet-published',
    `最近的检查点仍由密钥 ${kid} 签名：请等新密钥签出检查点后再公布失密。`,
    { kid },
  )
