import { ID_DOCUMENT_TYPES, idDocumentName } from '../../people/id-document.ts'
import type { ListKind } from '../../spreadsheets/table.ts'
import { isSpecified, LEVEL_CODES, levelName } from '../../titles/level.ts'
import { ROUTES, routeName } from '../../titles/route.ts'
import { APPLICATIONS, applicationName } from './application.ts'
import type { ListStage } from './schema.ts'

/** The columns of a list of people with their titles; not every kind has every one. */
export type ListColumn =
  | 'position'
  | 'name'
  | 'sex'
  | 'idType'
  | 'idNumber'
  | 'employer'
  | 'employerCode'
  | 'series'
  | 'specialty'
  | 'title'
  | 'level'
  | 'route'
  | 'obtainedOn'
  | 'declaredOn'
  | 'application'
  | 'committee'
  | 'scope'
  | 'remarks'

export const APPROVED_LIST: ListKind<ListColumn> = {
  mark: 'approved-list 1',
  name: '评审通过人员名单',
  columns: [
    { key: 'position', header: '序号', also: ['编号'], required: false, idle: true },
    {
      key: 'name',
      header: '姓名',
      also: ['人员姓名', '申报人姓名', '申报人'],
      required: true,
      note: '照证件填写，前后和中间不留空格；间隔号用“·”',
    },
    { key: 'sex', header: '性别', required: true, choices: ['男', '女'] },
    {
      key: 'idType',
      header: '证件类型',
      also: ['证件种类', '身份证件类型'],
      required: true,
      choices: ID_DOCUMENT_TYPES.map(idDocumentName),
    },
    {
      key: 'idNumber',
      header: '证件号码',
      also: ['证件号', '身份证号', '身份证号码', '公民身份号码', '身份证件号码'],
      required: true,
      note: '居民身份证为18位，末位可为X；整列已设为“文本”，请勿改成数字',
    },
    {
      key: 'employer',
      header: '工作单位',
      also: ['单位名称', '单位', '所在单位', '用人单位'],
      required: true,
    },
    {
      key: 'employerCode',
      header: '统一社会信用代码',
      also: ['单位统一社会信用代码', '社会信用代码', '信用代码'],
      required: true,
    },
    { key: 'series', header: '申报系列', also: ['职称系列', '评审系列', '系列'], required: true },
    { key: 'specialty', header: '申报专业', also: ['评审专业', '专业名称', '专业'], required: true },
    {
      key: 'title',
      header: '评审资格名称',
      also: ['资格名称', '职称名称', '评审职称', '取得资格名称', '任职资格名称'],
      required: true,
    },
    {
      key: 'level',
      header: '级别',
      also: ['职称级别', '资格级别', '职称层级'],
      required: true,
      choices: LEVEL_CODES.filter(isSpecified).map(levelName),
    },
    { key: 'route', header: '取得方式', also: ['取得途径'], required: true, choices: ROUTES.map(routeName) },
    {
      key: 'obtainedOn',
      header: '取得时间',
      also: ['取得日期', '资格取得时间'],
      required: true,
      note: '填写到日，如 2023-11-12',
    },
    {
      key: 'committee',
      header: '评委会名称',
      also: ['评审委员会', '评审委员会名称', '评委会'],
      required: true,
    },
    {
      key: 'scope',
      header: '适用范围',
      also: ['有效范围', '使用范围'],
      required: false,
      note: '全省、全国、基层有效，或“定向评价、定向使用（地名）”；不填即不限',
    },
    { key: 'remarks', header: '备注', required: false, idle: true },
  ],
}

const OF_CYCLES: ListKind<ListColumn>['columns'] = [
  {
    key: 'application',
    header: '申报类型',
    also: ['申报类别'],
    required: false,
    choices: APPLICATIONS.map(applicationName),
    note: '晋升或转评；一年一次只限晋升',
  },
  {
    key: 'declaredOn',
    header: '申报时间',
    also: ['申报日期', '提交时间'],
    required: false,
    note: '本人提交申报材料之日，填写到日；不填按上传之日',
  },
]

// In a cycle the committee is known, and policy and document may set the day.
const KNOWN_IN_A_CYCLE: readonly ListColumn[] = ['committee', 'route', 'obtainedOn']

/** The same list of a cycle. */
export const CYCLE_APPROVED_LIST: ListKind<ListColumn> = {
  ...APPROVED_LIST,
  columns: [
    ...APPROVED_LIST.columns.map((column) =>
      KNOWN_IN_A_CYCLE.includes(column.key) ? { ...column, required: false } : column,
    ),
    ...OF_CYCLES,
  ],
}

/** 上会人员名单: who stands before the committee, for which title. Nobody has obtained anything yet. */
export const CANDIDATES_LIST: ListKind<ListColumn> = {
  mark: 'candidates-list 1',
  name: '上会人员名单',
  columns: CYCLE_APPROVED_LIST.columns.flatMap((column) => {
    if (column.key === 'obtainedOn') return []
    if (column.key !== 'title') return [column]
    return [{ ...column, header: '申报资格名称', also: ['评审资格名称', ...(column.also ?? [])] }]
  }),
}

/** The kind of list a stage is, in a cycle or without one. */
export const listKindOf = (stage: ListStage, isOfCycle: boolean): ListKind<ListColumn> => {
  if (!isOfCycle) return APPROVED_LIST
  return stage === 'candidates' ? CANDIDATES_LIST : CYCLE_APPROVED_LIST
}
