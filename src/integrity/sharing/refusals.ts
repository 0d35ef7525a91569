import { Refusal } from '../../platform/refusal.ts'

export const noPlatform = () =>
  new Refusal(
    'conflict',
    'integrity/no-platform',
    '本机构没有登记信用信息平台，或已停止共享，只能制作撤回文件：请由文件签发人登记平台、公钥和共享的依据。',
  )

export const nothingToShare = () =>
  new Refusal('conflict', 'integrity/nothing-to-share', '没有需要报送或撤回的记录，没有制作文件。')

export const fileNotFound = (fileId: string) =>
  new Refusal('not-found', 'integrity/file-not-found', `没有编号为 ${fileId} 的共享文件。`, { fileId })

export const fileGone = () =>
  new Refusal(
    'conflict',
    'integrity/file-gone',
    '这份文件不能再原样制作：其中有记录已销毁，或签名密钥、名称已变更。请另作一份。',
  )

export const replyNotGenuine = () =>
  new Refusal(
    'invalid',
    'integrity/reply-not-genuine',
    '不是所登记的平台签名的回执，或内容残缺，没有登记：请向平台重新索取。',
  )

export const replyElsewhere = () =>
  new Refusal(
    'conflict',
    'integrity/reply-elsewhere',
    '回执不是对本机构任何一份共享文件的（序号和摘要不符），没有登记。',
  )

export const alreadyAnswered = () =>
  new Refusal('conflict', 'integrity/already-answered', '这份文件已有回执，没有重复登记。')

export const notShared = () =>
  new Refusal('conflict', 'integrity/not-shared', '这条记录没有共享给平台，没有可以修复的共享副本。')

export const copySettled = () =>
  new Refusal(
    'conflict',
    'integrity/copy-settled',
    '共享副本已是这一状态，或平台已准予修复、不能再恢复共享，没有重复登记。',
  )

export const notRepaired = () =>
  new Refusal(
    'conflict',
    'integrity/not-repaired',
    '没有登记平台准予修复：提前终止本档案的记录，请按决定另行办理。',
  )

export const repairEndsNothing = () =>
  new Refusal(
    'conflict',
    'integrity/repair-ends-nothing',
    '信用修复只终止共享：没有规定允许据此终止本档案的记录，记录期照旧。允许的，请有权的人社部门先作出规定。',
  )
