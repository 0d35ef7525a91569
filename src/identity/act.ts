/**
 * What an act is to a certificate: `see` shows, `prepare` proposes, `approve` agrees to what others propose, `sign`
 * speaks in the office's name, `manage` runs offices, accounts and machines, `self` is everybody's own door.
 */
export type ActSort = 'see' | 'prepare' | 'approve' | 'sign' | 'manage' | 'self'

interface ActRow {
  readonly zh: string
  readonly sort: ActSort
  /** Shows names with identity numbers, or lets them in. */
  readonly numbers?: true
}

/** Every act anybody may or may not do. A role is a set of these (role.ts). */
export const ACTS = {
  'offices.see': { zh: '查看机构和权限', sort: 'see' },
  'offices.manage': { zh: '登记、变更、撤销机构，授予权限', sort: 'manage' },
  'accounts.see': { zh: '查看账号和岗位', sort: 'see' },
  'accounts.manage': { zh: '开通和注销账号，授予和收回岗位', sort: 'manage' },
  'accounts.recover': { zh: '为他人恢复登录（须两人）', sort: 'manage' },
  'clients.manage': { zh: '登记和注销接口系统', sort: 'manage' },
  'lists.see': { zh: '查看名单', sort: 'see', numbers: true },
  'lists.import': { zh: '导入名单', sort: 'prepare', numbers: true },
  'lists.submit': { zh: '提交名单送审', sort: 'prepare', numbers: true },
  'lists.approve': { zh: '审核名单', sort: 'approve', numbers: true },
  'assessments.hand-in': { zh: '报送本单位考核认定人员', sort: 'prepare', numbers: true },
  'lists.confirm': { zh: '确认评审结果', sort: 'sign', numbers: true },
  'cycles.see': { zh: '查看评委会和年度评审', sort: 'see' },
  'cycles.manage': { zh: '登记评委会、计划和评审各环节', sort: 'prepare' },
  'cycles.file': { zh: '核准评委会和评审计划的备案', sort: 'approve' },
  'publicity.manage': { zh: '安排公示，更正公示内容', sort: 'prepare', numbers: true },
  'objections.see': { zh: '查看异议', sort: 'see', numbers: true },
  'objections.handle': { zh: '调查异议并答复', sort: 'prepare', numbers: true },
  'filings.prepare': { zh: '报送会前、会后备案', sort: 'prepare', numbers: true },
  'filings.decide': { zh: '接收或退回会前、会后备案', sort: 'approve', numbers: true },
  'documents.issue': { zh: '印发或登记任职资格文件', sort: 'sign', numbers: true },
  'results.inquire': { zh: '受理复查，提出暂停或宣布评审结果无效', sort: 'prepare', numbers: true },
  'results.invalidate': { zh: '批准宣布评审结果无效', sort: 'approve', numbers: true },
  'certificates.see': { zh: '查看证书的编号和状态', sort: 'see' },
  'certificates.read': { zh: '查看证书上的姓名和变更的事由', sort: 'see' },
  'certificates.issue': { zh: '签发证书', sort: 'sign' },
  'certificates.change': { zh: '提出变更、暂停、撤销或注销证书', sort: 'prepare' },
  'certificates.approve-change': { zh: '审批证书的变更、撤销', sort: 'approve' },
  'integrity.see': { zh: '查看诚信档案', sort: 'see', numbers: true },
  'integrity.enter': { zh: '登记、更正、撤销诚信记录，受理申诉', sort: 'prepare', numbers: true },
  'persons.see': { zh: '查看同一人记录的合并', sort: 'see', numbers: true },
  'persons.join': { zh: '提出合并、拆分同一人的记录', sort: 'prepare', numbers: true },
  'integrity.share': { zh: '制作和收取信用信息共享文件', sort: 'prepare', numbers: true },
  'integrity.publish': { zh: '决定诚信记录共享和公开的依据', sort: 'sign' },
  'collection.see': { zh: '查看历年职称信息归集', sort: 'see', numbers: true },
  'collection.assign': { zh: '布置归集任务', sort: 'prepare' },
  'collection.enter': { zh: '上报、核对历年职称信息，零报告', sort: 'prepare', numbers: true },
  'integrity.admit': { zh: '当面核对身份，给本人查询码', sort: 'prepare' },
  'integrity.ask': { zh: '凭申报或本人授权查询诚信状态', sort: 'see' },
  'keys.see': { zh: '查看密钥和存证状态', sort: 'see' },
  'policy.answer': { zh: '对通知未规定的事项作出规定', sort: 'sign' },
  'trail.search': { zh: '查询操作记录', sort: 'see' },
  'jobs.see': { zh: '查看任务', sort: 'see' },
  'jobs.cancel': { zh: '取消任务', sort: 'manage' },
  'approvals.see': { zh: '查看审批', sort: 'see' },
  'ledger.append': { zh: '把文件的摘要写入存证', sort: 'prepare' },
  'verification.batch': { zh: '批量核验', sort: 'see' },
  self: { zh: '本人的登录、会话和验证器', sort: 'self' },
} as const satisfies Record<string, ActRow>

export type Act = keyof typeof ACTS

export const ALL_ACTS = Object.keys(ACTS) as readonly Act[]

export const actRow = (act: Act): ActRow => ACTS[act]

/** Changes anything at all; everything but looking and one's own door. */
export const changes = (act: Act): boolean => !['see', 'self'].includes(ACTS[act].sort)
