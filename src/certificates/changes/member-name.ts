import type { CertificateRecord } from '../../credentials/record.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import { scopeLine } from '../../titles/validity-scope.ts'
import type { Corrections } from './correct.ts'
import type { Renewal } from './reissue.ts'

type Member = keyof Corrections | keyof Renewal | 'document' | 'key'

/** What a certificate says, as its face calls it. */
const NAMES: Readonly<Record<Member, string>> = {
  name: '姓名',
  document: '任职资格文件',
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
  key: '签名密钥',
}

/** A member in Chinese; what we do not know stays as it is written. */
export const memberName = (member: string): string =>
  Object.hasOwn(NAMES, member) ? NAMES[member as Member] : member

/** What may turn out to be wrong, in the order of the certificate's face. */
export const CORRECTABLE = [
  'name',
  'title',
  'level',
  'series',
  'specialty',
  'route',
  'obtainedOn',
  'committee',
  'scope',
] as const satisfies readonly (keyof Corrections)[]

/** What a record says there, in words people read. */
export function memberText(record: CertificateRecord, member: keyof Corrections): string {
  switch (member) {
    case 'level':
      return levelName(record.level)
    case 'route':
      return routeName(record.route)
    case 'scope':
      return scopeLine(record.scope) ?? '全省有效'
    default:
      return record[member] ?? '无'
  }
}
