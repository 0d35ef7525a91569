import type { Corrections } from './correct.ts'
import type { Renewal } from './reissue.ts'

/** What a certificate says, as its face calls it. */
export const MEMBER_NAMES: Readonly<Record<keyof Corrections | keyof Renewal, string>> = {
  name: '姓名',
  title: '职称名称',
  level: '职称级别',
  series: '职称系列',
  specialty: '专业',
  route: '取得方式',
  obtainedOn: '取得时间',
  committee: '评审委员会',
  scope: '适用范围',
  photo: '照片',
  idNumber: '证件号码',
}

/** A member in Chinese; what we do not know stays as it is written. */
export const memberName = (member: string): string =>
  Object.hasOwn(MEMBER_NAMES, member) ? MEMBER_NAMES[member as keyof typeof MEMBER_NAMES] : member
