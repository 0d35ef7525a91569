import { Refusal } from '../../platform/refusal.ts'
import type { ClientKeyFault } from './client-key.ts'
import type { PasswordFault } from './password.ts'

// One answer for an unknown login, a wrong password, a wrong code and a locked account: the trail alone says which.
export const signInRefused = () =>
  new Refusal(
    'forbidden',
    'identity/sign-in-refused',
    '没有登录：登录名、口令或动态码不对，或者尝试过多、暂时不能登录。请核对后稍等片刻再试；忘记口令请联系本单位系统管理员。',
  )

export const notSignedIn = () =>
  new Refusal('unauthenticated', 'identity/not-signed-in', '您还没有登录，或登录已过期：请重新登录。')

/** What was filled in is still in the browser: asking for the same page again sends it again. */
export const signedOutMeanwhile = () =>
  new Refusal(
    'unauthenticated',
    'identity/not-signed-in',
    '登录已经结束，刚才提交的内容没有办理：请在新的标签页登录，再回到本页刷新并选择“重新提交”。',
  )

export const secondFactorNeeded = () =>
  new Refusal(
    'forbidden',
    'identity/second-factor-needed',
    '您的岗位须用动态码登录：请先在“我的登录”中绑定验证器，再继续办理。',
  )

export const wrongCode = () =>
  new Refusal(
    'forbidden',
    'identity/wrong-code',
    '动态码不对、已过期或已用过：请等验证器显示下一个动态码后再填。',
    { field: 'code' },
  )

export const wrongPassword = () =>
  new Refusal(
    'forbidden',
    'identity/wrong-password',
    '口令或动态码不对，或者尝试过多：请核对后稍等片刻再试。',
    { field: 'password' },
  )

export const nothingToConfirm = () =>
  new Refusal(
    'conflict',
    'identity/no-second-factor-to-confirm',
    '没有待确认的验证器：请先开始绑定，再填写验证器显示的动态码。',
  )

const PASSWORD_FAULTS: Readonly<Record<PasswordFault, string>> = {
  'too-short': '口令太短：至少 12 个字符，可以用一句话，汉字、空格都可以',
  'too-long': '口令太长：最多 1024 字节',
  'is-login': '口令不能与登录名相同',
  'too-common': '这个口令太常见，容易被猜中：请换一个',
}

export const badPassword = (fault: PasswordFault) =>
  new Refusal('invalid', `identity/password-${fault}`, `${PASSWORD_FAULTS[fault]}。`, { field: 'password' })

export const passwordsDiffer = () =>
  new Refusal('invalid', 'identity/passwords-differ', '两次输入的新口令不一样：请重新输入。', {
    field: 'again',
  })

export const badSecret = () =>
  new Refusal(
    'forbidden',
    'identity/bad-one-time-secret',
    '一次性启用码不对、已用过或已过期（72 小时）：请核对；仍不行请联系本单位系统管理员重新发放。',
    { field: 'secret' },
  )

export const badLogin = () =>
  new Refusal(
    'invalid',
    'identity/bad-login',
    '登录名不能接受：应为 3 到 32 个英文字母、数字或 . _ -，以字母或数字开头，不能用证件号码。',
    { field: 'login' },
  )

export const loginTaken = (login: string) =>
  new Refusal('conflict', 'identity/login-taken', `登录名 ${login} 已有人使用：请换一个。`, {
    field: 'login',
  })

export const badPerson = (field: 'name' | 'idType' | 'idNumber', reason: string) =>
  new Refusal('invalid', 'identity/bad-person', `人员信息不能接受：${reason}。`, { field })

// The other name is not told: a typing slip must not reveal whose number it is.
export const knownUnderAnotherName = () =>
  new Refusal(
    'conflict',
    'identity/other-name',
    '这个证件号码已用另一个姓名登记：请核对姓名和号码；如已改名，请先办理更名。',
    { field: 'name' },
  )

export const accountNotFound = (accountId: string) =>
  new Refusal('not-found', 'identity/account-not-found', '没有这个账号，或它不在您的管理范围：请核对。', {
    accountId,
  })

export const accountClosed = (accountId: string) =>
  new Refusal('conflict', 'identity/account-closed', '这个账号已注销，不能再办理：需要时请另开账号。', {
    accountId,
  })

export const ownAccount = () =>
  new Refusal('conflict', 'identity/own-account', '不能对自己的账号办理：请由另一位管理员办理。')

export const needsTwoOfficers = () =>
  new Refusal(
    'conflict',
    'identity/recovery-needs-two-officers',
    '恢复登录须由两位不同的管理员先后办理，且都不是本人：请由另一位管理员批准。',
  )

export const recoveryNotFound = (recoveryId: string) =>
  new Refusal(
    'not-found',
    'identity/recovery-not-found',
    '没有这项恢复申请，或它已过期（72 小时）、不在您的管理范围：请重新发起。',
    { recoveryId },
  )

export const recoveryDone = (recoveryId: string) =>
  new Refusal(
    'conflict',
    'identity/recovery-already-approved',
    '这项恢复申请已批准过：如启用码遗失，请重新发起。',
    {
      recoveryId,
    },
  )

export const sessionNotFound = (sessionId: string) =>
  new Refusal('not-found', 'identity/session-not-found', '没有这次登录，或它已结束。', { sessionId })

export const clientNotFound = (clientId: string) =>
  new Refusal('not-found', 'identity/client-not-found', '没有这个接口系统，或它不在您的管理范围：请核对。', {
    clientId,
  })

export const clientClosed = (clientId: string) =>
  new Refusal('conflict', 'identity/client-closed', '这个接口系统已注销：需要时请重新登记。', { clientId })

export const badClientName = () =>
  new Refusal('invalid', 'identity/bad-client-name', '接口系统名称应为 1 到 40 个字，不含控制字符。', {
    field: 'name',
  })

const KEY_FAULTS: Readonly<Record<ClientKeyFault, string>> = {
  'private-key': '其中有私钥：请只提交公钥，并立即更换这把已外泄的密钥',
  'unknown-kind': '只接受 Ed25519（OKP）或 P-256（EC）公钥',
  'unknown-member': '含有不认识的成员：只能有 kty、crv、x、y、kid、use、alg、key_ops',
  'not-a-point': '坐标不是曲线上的点，或写法不规范',
  'small-order': '这是小阶点，任何签名都能通过',
}

export const badClientKey = (fault: ClientKeyFault) =>
  new Refusal('invalid', `identity/client-key-${fault}`, `接口系统的公钥不能接受：${KEY_FAULTS[fault]}。`, {
    field: 'jwk',
  })

/** `reason` says only what the assertion itself shows; whether the client exists is never told. */
export const assertionRefused = (reason: string) =>
  new Refusal(
    'forbidden',
    'identity/assertion-refused',
    '客户端断言未被接受：请核对签名算法、typ、iss、sub、aud、exp、jti，每个断言只能用一次。',
    { reason },
  )

export const otherOrigin = (origin: string) =>
  new Refusal(
    'forbidden',
    'identity/other-origin',
    `这次提交不是从本站的网页发出的，已拒绝：请从 ${origin} 打开网页后重新办理。`,
  )

export const stillAtWork = (logins: readonly string[]) =>
  new Refusal(
    'conflict',
    'identity/still-at-work',
    `此人还有没有注销的账号（${logins.join('、')}）：请先注销账号，再删除其个人信息。`,
    { logins },
  )

export const sameName = () =>
  new Refusal('conflict', 'identity/same-name', '账号已经是这个姓名：没有需要更改的内容。', { field: 'name' })

export const alreadyThere = (office: string) =>
  new Refusal('conflict', 'identity/already-there', `账号已经在“${office}”：请选择另一个机构。`, {
    field: 'officeId',
  })
