import { ID_DOCUMENT_TYPES, idDocumentName } from '../people/id-document.ts'
import type { ListKind } from '../spreadsheets/table.ts'
import { LEVEL_CODES, levelName } from '../titles/level.ts'
import { ROUTES, routeName } from '../titles/route.ts'

/** The columns of a list of titles of past years. */
export type HistoryColumn =
  | 'position'
  | 'name'
  | 'sex'
  | 'idType'
  | 'idNumber'
  | 'employer'
  | 'series'
  | 'specialty'
  | 'title'
  | 'level'
  | 'route'
  | 'obtainedOn'
  | 'document'
  | 'issuer'
  | 'paper'
  | 'remarks'

export const HISTORY_LIST: ListKind<HistoryColumn> = {
  mark: 'history 1',
  name: '历年职称信息采集表',
  columns: [
    { key: 'position', header: '序号', also: ['编号'], required: false, idle: true },
    { key: 'name', header: '姓名', also: ['人员姓名', '申报人姓名', '持证人'], required: true },
    { key: 'sex', header: '性别', required: false, choices: ['男', '女'] },
    {
      key: 'idType',
      header: '证件类型',
      also: ['证件种类', '身份证件类型'],
      required: false,
      choices: ID_DOCUMENT_TYPES.map(idDocumentName),
      note: '不填即居民身份证',
    },
    {
      key: 'idNumber',
      header: '身份证号',
      also: ['证件号码', '证件号', '身份证号码', '公民身份号码', '身份证件号码', '身份证'],
      required: true,
      note: '15位或18位，档案中没有的可以空着；整列已设为“文本”，请勿改成数字',
    },
    {
      key: 'employer',
      header: '工作单位',
      also: ['单位名称', '单位', '所在单位', '用人单位'],
      required: true,
    },
    { key: 'series', header: '系列', also: ['职称系列', '申报系列', '评审系列'], required: false },
    { key: 'specialty', header: '专业', also: ['专业名称', '申报专业', '评审专业'], required: false },
    {
      key: 'title',
      header: '职称名称',
      also: [
        '职称',
        '资格名称',
        '评审资格名称',
        '取得资格名称',
        '任职资格名称',
        '任职资格',
        '专业技术职务任职资格',
      ],
      required: true,
    },
    {
      key: 'level',
      header: '级别',
      also: ['职称级别', '资格级别', '职称层级'],
      required: true,
      choices: LEVEL_CODES.map(levelName),
    },
    {
      key: 'route',
      header: '取得途径',
      also: ['取得方式', '取得渠道'],
      required: true,
      choices: ROUTES.map(routeName),
    },
    {
      key: 'obtainedOn',
      header: '取得时间',
      also: ['取得日期', '资格取得时间', '取得资格时间', '批准时间', '评审时间'],
      required: true,
      note: '档案写到哪里就填到哪里：1998-12-01、1998年12月 或 1998',
    },
    {
      key: 'document',
      header: '批准文号',
      also: ['文号', '发文字号', '批准文件', '批准文件号', '资格文号', '任职资格文件号'],
      required: false,
      note: '如 云人职发〔1998〕30号；档案中没有的可以空着',
    },
    {
      key: 'issuer',
      header: '发证机关',
      also: ['批准机关', '发证单位', '批准单位', '发文机关', '审批机关', '审批单位'],
      required: false,
      note: '照当年的名称填写，已撤销或更名的也照原样',
    },
    {
      key: 'paper',
      header: '证书编号',
      also: ['证书号', '证书号码', '资格证书编号', '资格证书号', '职称证书编号', '资格证编号'],
      required: false,
      note: '照纸质证书填写；持证人日后凭此编号查询，没有的可以空着',
    },
    { key: 'remarks', header: '备注', required: false, idle: true },
  ],
}
