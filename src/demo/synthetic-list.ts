import { writeXlsx } from 'hucre/xlsx'
import { dayFromNumber } from '../calendar/day.ts'
import { checkDigit } from '../people/id-number.ts'
import { idDocumentName } from '../people/id-document.ts'
import type { ApprovedRow } from '../results/lists/approved-list.ts'
import { levelName } from '../titles/level.ts'
import { routeName } from '../titles/route.ts'
import { scopeLine } from '../titles/validity-scope.ts'

const SURNAMES = Array.from(
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕',
)
const GIVEN = Array.from('伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国志云海燕春雪峰宁')

const HEADERS = [
  '序号',
  '姓名',
  '性别',
  '证件类型',
  '证件号码',
  '工作单位',
  '统一社会信用代码',
  '申报系列',
  '申报专业',
  '评审资格名称',
  '级别',
  '取得方式',
  '取得时间',
  '评委会名称',
  '适用范围',
]

/**
 * A list of `count` people nobody is, in the office's own layout: titles and employers as in the sample, names and
 * numbers made up; each `edition` names other people. Area 539901 exists nowhere, so no number is anybody's.
 */
export async function syntheticList(
  sample: readonly ApprovedRow[],
  count: number,
  edition = 0,
): Promise<Uint8Array> {
  const rows = Array.from({ length: count }, (_, i) =>
    personRow(sample[i % sample.length] as ApprovedRow, edition * count + i),
  )
  return writeXlsx({
    stringMode: 'inline',
    sheets: [{ name: '通过人员', rows: [['演示名单（虚构人员）'], HEADERS, ...rows] }],
  })
}

function personRow(row: ApprovedRow, i: number): string[] {
  const name =
    (SURNAMES[i % SURNAMES.length] ?? '') +
    (GIVEN[Math.floor(i / SURNAMES.length) % GIVEN.length] ?? '') +
    (GIVEN[(i * 7 + Math.floor(i / 1600)) % GIVEN.length] ?? '')
  // Every day of 1960–1990 has 999 serials; odd ones are men's.
  const birth = dayFromNumber(-3653 + (i % 10_950)).replaceAll('-', '')
  const serial = 1 + Math.floor(i / 10_950)
  const body = `539901${birth}${String(serial).padStart(3, '0')}`
  return [
    String(i + 1),
    name,
    serial % 2 === 1 ? '男' : '女',
    idDocumentName('resident-identity-card'),
    body + checkDigit(body),
    row.employer,
    row.employerCode,
    row.series,
    row.specialty,
    row.title,
    levelName(row.level),
    routeName(row.route),
    row.obtainedOn,
    row.committee ?? '',
    scopeLine(row.scope) ?? '全省',
  ]
}
