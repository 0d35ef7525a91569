import { Refusal } from '../platform/refusal.ts'
import { ACTS, type Act } from './act.ts'
import { kindName, type AuthorityKind } from './authority.ts'
import { POWER_LEVELS, POWERS, type Power, type PoweredTitle } from './power.ts'
import { ROLES, type Role } from './role.ts'

export const authorityExists = (creditCode: string) =>
  new Refusal(
    'conflict',
    'identity/authority-exists',
    `统一社会信用代码 ${creditCode} 的机构已登记，不必重复登记。`,
    {
      creditCode,
    },
  )

export const authorityNotFound = (creditCode: string) =>
  new Refusal(
    'not-found',
    'identity/authority-not-found',
    `没有统一社会信用代码为 ${creditCode} 的机构：请核对，或先用 zhengxin authorities add 登记。`,
    { creditCode },
  )

export const badAuthority = (field: string, reason: string) =>
  new Refusal('invalid', 'identity/bad-authority', `机构信息不能接受：${field}${reason}。`, { field })

export const notAllowed = (act: Act) =>
  new Refusal(
    'forbidden',
    'identity/not-allowed',
    `您的岗位不能对这个机构“${ACTS[act].zh}”：请联系本机构系统管理员核对岗位，或换用有此岗位的账号。`,
    { act },
  )

/** Out of reach or not there: one answer for both. */
export const officeNotFound = (officeId: string) =>
  new Refusal('not-found', 'identity/office-not-found', '没有这个机构，或它不在您的管辖范围内：请核对。', {
    officeId,
  })

export const parentNotFound = (parentId: string) =>
  new Refusal(
    'not-found',
    'identity/parent-not-found',
    '没有这个上级机构，或它不在您的管辖范围内：请核对上级机构。',
    { parentId },
  )

export const badParent = (kind: AuthorityKind, parent: AuthorityKind) =>
  new Refusal(
    'invalid',
    'identity/bad-parent',
    `${kindName(kind)}不能设在${kindName(parent)}之下：请另选上级机构。`,
    { kind, parent },
  )

export const ringOfOffices = (name: string) =>
  new Refusal(
    'conflict',
    'identity/office-ring',
    `不能把“${name}”移到它自己或它的下级之下：请另选上级机构。`,
    { name },
  )

export const officeClosed = (name: string) =>
  new Refusal(
    'conflict',
    'identity/office-closed',
    `“${name}”已撤销，不能再办理：请由其上级或承接机构办理。`,
    {
      name,
    },
  )

export const officesBelow = (name: string) =>
  new Refusal(
    'conflict',
    'identity/offices-below',
    `“${name}”还有下级机构：请先把它们移到别处或撤销，再撤销它。`,
    { name },
  )

export const nothingChanged = () =>
  new Refusal('conflict', 'identity/nothing-changed', '没有任何变化：填写的内容与现在的一样。')

export const badGround = () =>
  new Refusal('invalid', 'identity/bad-ground', '请写明依据的文件或通知条款，2 到 80 个可见字符。')

export const badPower = (field: string, reason: string) =>
  new Refusal('invalid', 'identity/bad-power', `权限不能接受：${field}${reason}。`, { field })

export const powerNotFound = () =>
  new Refusal('not-found', 'identity/power-not-found', '没有这项权限，或它已经收回：请刷新后再看。')

export const noPower = (office: string, power: Power, { level, series, year }: PoweredTitle) =>
  new Refusal(
    'forbidden',
    'identity/no-power',
    `“${office}”没有对 ${year} 年${series}系列${POWER_LEVELS[level] ?? level}职称${POWERS[power]}的权限：请核对名单，或由有权限的机构办理。`,
    { office, power, level, series, year },
  )

/** Out of reach or not there: one answer for both. */
export const granteeNotFound = () =>
  new Refusal(
    'not-found',
    'identity/grantee-not-found',
    '没有这个账号或接口系统，或它不在您的管辖范围内：请核对。',
  )

export const ownRole = () =>
  new Refusal(
    'forbidden',
    'identity/own-role',
    '不能给自己（包括自己的另一个账号）授予或收回岗位：请由另一位系统管理员办理。',
  )

export const roleNotHeldHere = (role: Role, kind: AuthorityKind) =>
  new Refusal(
    'invalid',
    'identity/role-not-held-here',
    `${kindName(kind)}不设“${ROLES[role].zh}”岗位：请核对岗位和机构。`,
    { role, kind },
  )

export const roleForPeople = (role: Role) =>
  new Refusal(
    'invalid',
    'identity/role-for-people',
    `“${ROLES[role].zh}”须由人担任，不能授予接口系统：请改授给账号。`,
    { role },
  )

export const unknownRole = (role: string) =>
  new Refusal('invalid', 'identity/unknown-role', `没有“${role}”这个岗位：zhengxin roles 列出全部岗位。`, {
    role,
  })

export const alreadyGranted = (role: Role) =>
  new Refusal(
    'conflict',
    'identity/already-granted',
    `已经担任这个机构的“${ROLES[role].zh}”，不必重复授予。`,
    { role },
  )

export const notGranted = (role: Role) =>
  new Refusal(
    'conflict',
    'identity/not-granted',
    `现在没有担任这个机构的“${ROLES[role].zh}”，或岗位已经收回：请刷新后再看。`,
    { role },
  )
