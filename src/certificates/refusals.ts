import { Refusal } from '../platform/refusal.ts'
import { lifeActName, type LifeAct } from './life-cycle.ts'
import { memberName } from './changes/member-name.ts'

export const notAnIssuer = (authority: string) =>
  new Refusal('forbidden', 'certificates/not-an-issuer', `${authority}没有证书编号前缀，不能签发证书。`, {
    authority,
  })

export const certificateNotFound = (number: string) =>
  new Refusal('not-found', 'certificates/not-found', `没有编号为 ${number} 的证书。`, { number })

export const alreadyInState = (number: string, state: string) =>
  new Refusal('conflict', 'certificates/already-in-state', `证书 ${number} 已经处于该状态，没有重复办理。`, {
    number,
    state,
  })

export const endedForGood = (number: string) =>
  new Refusal('conflict', 'certificates/ended', `证书 ${number} 已撤销或注销，不能再变更状态。`, { number })

export const resultInvalid = (number: string) =>
  new Refusal(
    'conflict',
    'certificates/result-invalid',
    `证书 ${number} 所依据的评审结果已宣布无效，不能恢复。`,
    { number },
  )

export const notPossible = (number: string, state: string, act: LifeAct) =>
  new Refusal(
    'conflict',
    'certificates/not-possible',
    `证书 ${number} 的现状不允许办理${lifeActName(act)}：请先核对它现在的状态。`,
    { number, state, act },
  )

export const supersededAlready = (number: string, newer: string) =>
  new Refusal(
    'conflict',
    'certificates/superseded',
    `证书 ${number} 已由 ${newer} 取代：请对新证书办理，旧版随之处理。`,
    { number, newer },
  )

export const badDecision = (field: string, reason: string) =>
  new Refusal('invalid', 'certificates/bad-decision', `${field}${reason}。`, { field })

export const needsApproval = () =>
  new Refusal(
    'forbidden',
    'certificates/needs-approval',
    '证书状态须由一人提出、另一人核准：请在“证书变更”中提出。',
  )

export const nothingChanged = (number: string) =>
  new Refusal('invalid', 'certificates/nothing-changed', `证书 ${number} 的内容没有变化，没有换发新证书。`, {
    number,
  })

export const badCorrection = (field: string) =>
  new Refusal(
    'invalid',
    'certificates/bad-correction',
    `更正内容不能接受：${field === 'record' ? '所填内容' : memberName(field)}不符合证书的格式。`,
    {
      field,
    },
  )

export const otherPerson = (number: string) =>
  new Refusal(
    'invalid',
    'certificates/other-person',
    `所给证件号码不是证书 ${number} 持证人的：15 位换 18 位须是同一个号码。`,
    { number },
  )

export const nobodyTouched = () =>
  new Refusal('invalid', 'certificates/nobody-touched', '按所给范围没有可以办理的证书：请核对范围和现状。')

export const tooManyTouched = (many: number, most: number) =>
  new Refusal(
    'too-large',
    'certificates/too-many',
    `一次最多办理 ${most} 份，这里有 ${many} 份：请按文件或届次分批。`,
    {
      many,
      most,
    },
  )

export const bulkChanged = (planId: string) =>
  new Refusal(
    'conflict',
    'certificates/bulk-changed',
    '核准以后，所涉证书的名单或状态有了变化，没有办理：请重新试算并重新核准。',
    { planId },
  )

export const planNotFound = (planId: string) =>
  new Refusal('not-found', 'certificates/plan-not-found', `没有编号为 ${planId} 的变更方案。`, { planId })

export const planApplied = (planId: string) =>
  new Refusal('conflict', 'certificates/plan-applied', '这份变更方案已经办理过，没有重复办理。', { planId })

export const statusListsFull = () =>
  new Refusal('unavailable', 'certificates/status-lists-full', '状态清单的位置已用完，请联系维护人员扩充。')

export const fileChanged = (number: string) =>
  new Refusal(
    'unavailable',
    'certificates/file-changed',
    `证书 ${number} 的 PDF 按原样重制后与存证的摘要不一致：程序、字体或数据库被改动，请运行 zhengxin audit。`,
    { number },
  )

export const recordUnreadable = (number: string) =>
  new Refusal(
    'unavailable',
    'certificates/record-unreadable',
    `证书 ${number} 的签名内容验证不过：密钥登记或数据库被改动，请停止签发并运行 zhengxin audit。`,
    { number },
  )

export const purposeNeeded = () =>
  new Refusal(
    'invalid',
    'certificates/purpose-needed',
    '查人、查看持证人的证书须写明事由；查询会留痕，持证人可以看到。',
  )

export const badSearch = () =>
  new Refusal(
    'invalid',
    'certificates/bad-search',
    '请给出证书编号；按姓名查找时，请同时给出任职资格文件的文号。',
  )

export const formTooLarge = () =>
  new Refusal(
    'too-large',
    'certificates/form-too-large',
    '提交的内容太长，没有办理：照片不超过 512 KB，文字按各栏的限制填写。',
  )

export const notPublishedYet = (number: string) =>
  new Refusal(
    'unavailable',
    'certificates/not-published',
    `证书 ${number} 刚刚签发，存证链还没有公布到它：请过几秒再制作文件。`,
    { number },
  )

export const correctInstead = (document: string) =>
  new Refusal(
    'conflict',
    'certificates/correct-instead',
    `${document} 更正的文件已签发证书：请在文件页成批更正这些证书，不再另发一份。`,
    { document },
  )

export const correctWithDocument = (number: string, document: string) =>
  new Refusal(
    'conflict',
    'certificates/correct-with-document',
    `证书 ${number} 所依据的文件已由 ${document} 更正：请先在该文件页成批更正证书。`,
    { number, document },
  )

export const folderUnusable = (folder: string) =>
  new Refusal(
    'conflict',
    'certificates/folder-unusable',
    `写不了文件夹 ${folder}：请核对路径和权限，或换一个文件夹。`,
    { folder },
  )
