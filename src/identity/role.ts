import { ACTS, actRow, type Act } from './act.ts'
import { AUTHORITY_KINDS, type AuthorityKind } from './authority.ts'

interface RoleRow {
  readonly zh: string
  /** What it is for, in one sentence a lawyer can read. */
  readonly purpose: string
  readonly acts: readonly Act[]
  /** `own`: for its own office; `below`: for every office under that one too. */
  readonly reach: 'own' | 'below'
  /** Signs in with a one-time password as well. */
  readonly secondFactor: boolean
  /** The kinds of office in which somebody can hold it. */
  readonly heldAt: readonly AuthorityKind[]
}

const ANYWHERE = AUTHORITY_KINDS
const BUREAUS: readonly AuthorityKind[] = ['province', 'prefecture', 'county', 'industry-department']
// Issues under its own name: a bureau, or an employer the notices let review by itself.
const ISSUERS: readonly AuthorityKind[] = [...BUREAUS, 'self-reviewing-employer']
const REVIEWERS: readonly AuthorityKind[] = [...ISSUERS, 'convening-body']

// Whatever else one does there.
const EVERY_DESK = ['offices.see', 'jobs.see', 'self'] as const

/**
 * Who may do what: the one table. Nobody who prepares approves; whoever approves, signs or sees identity numbers
 * needs a second factor; supervisor and auditor change nothing (tests/identity/role.test.ts).
 */
export const ROLES = {
  clerk: {
    zh: '经办人',
    purpose: '接收并提交名单，提出证书的变更，留存文件的摘要；自己不审批、不签发。接口系统也可担任。',
    acts: [
      ...EVERY_DESK,
      'lists.see',
      'lists.import',
      'lists.submit',
      'certificates.see',
      'certificates.read',
      'certificates.change',
      'ledger.append',
      'cycles.see',
      'publicity.manage',
      'objections.see',
      'filings.prepare',
      'results.inquire',
      'approvals.see',
      'jobs.cancel',
      'verification.batch',
      'integrity.admit',
    ],
    reach: 'own',
    secondFactor: true,
    heldAt: REVIEWERS,
  },
  'committee-secretary': {
    zh: '评委会秘书',
    purpose: '登记本评委会年度评审的各个环节，上传名单、办理公示、受理异议、报送备案，对上传的信息负责。',
    acts: [
      ...EVERY_DESK,
      'lists.see',
      'lists.import',
      'lists.submit',
      'cycles.see',
      'cycles.manage',
      'publicity.manage',
      'objections.see',
      'objections.handle',
      'filings.prepare',
      'results.inquire',
      'approvals.see',
      'jobs.cancel',
      'integrity.ask',
    ],
    reach: 'own',
    secondFactor: true,
    heldAt: REVIEWERS,
  },
  reviewer: {
    zh: '审核人',
    purpose: '在本机构审核送来的名单和证书变更，同意或退回，不能修改；所属机构的只能查看。',
    acts: [
      ...EVERY_DESK,
      'lists.see',
      'lists.approve',
      'certificates.see',
      'certificates.read',
      'certificates.approve-change',
      'cycles.see',
      'cycles.file',
      'objections.see',
      'integrity.see',
      'collection.see',
      'filings.decide',
      'results.invalidate',
      'persons.see',
      'approvals.see',
    ],
    reach: 'below',
    secondFactor: true,
    heldAt: REVIEWERS,
  },
  'document-issuer': {
    zh: '文件签发人',
    purpose: '印发或登记任职资格文件，对通知未规定的事项作出规定，决定诚信记录共享和公开的依据。',
    acts: [
      ...EVERY_DESK,
      'lists.see',
      'lists.approve',
      'certificates.see',
      'certificates.read',
      'cycles.see',
      'objections.see',
      'documents.issue',
      'results.invalidate',
      'approvals.see',
      'policy.answer',
      'integrity.publish',
      'jobs.cancel',
    ],
    reach: 'own',
    secondFactor: true,
    heldAt: ISSUERS,
  },
  sealer: {
    zh: '用印人',
    purpose: '确认评审结果并盖章，以本机构名义签发证书；不能由印发文件的同一人确认。',
    acts: [
      ...EVERY_DESK,
      'lists.see',
      'lists.approve',
      'certificates.see',
      'certificates.read',
      'certificates.issue',
      'certificates.approve-change',
      'cycles.see',
      'lists.confirm',
      'objections.see',
      'approvals.see',
      'keys.see',
      'jobs.cancel',
    ],
    reach: 'own',
    secondFactor: true,
    heldAt: ISSUERS,
  },
  'integrity-officer': {
    zh: '诚信管理员',
    purpose: '登记诚信记录，受理申诉，共享信用信息，对弄虚作假取得的证书提出撤销；记录和撤销都由他人审批。',
    acts: [
      ...EVERY_DESK,
      'lists.see',
      'certificates.see',
      'certificates.read',
      'certificates.change',
      'cycles.see',
      'objections.see',
      'integrity.see',
      'integrity.enter',
      'integrity.share',
      'results.inquire',
      'persons.see',
      'persons.join',
      'approvals.see',
      'integrity.admit',
    ],
    reach: 'below',
    secondFactor: true,
    heldAt: REVIEWERS,
  },
  'collection-officer': {
    zh: '归集管理员',
    purpose: '归集历年职称信息，督促所属机构按年度上报。',
    acts: [
      ...EVERY_DESK,
      'lists.see',
      'certificates.see',
      'certificates.read',
      'collection.see',
      'collection.assign',
      'collection.enter',
      'persons.see',
      'persons.join',
      'approvals.see',
      'jobs.cancel',
      'verification.batch',
    ],
    reach: 'below',
    secondFactor: true,
    heldAt: REVIEWERS,
  },
  supervisor: {
    zh: '监督员',
    purpose: '查看本机构及所属机构的全部工作和操作记录，什么也不改。',
    acts: [
      ...EVERY_DESK,
      'accounts.see',
      'lists.see',
      'certificates.see',
      'certificates.read',
      'keys.see',
      'trail.search',
      'cycles.see',
      'objections.see',
      'integrity.see',
      'collection.see',
      'persons.see',
      'approvals.see',
    ],
    reach: 'below',
    secondFactor: true,
    heldAt: REVIEWERS,
  },
  auditor: {
    zh: '审计员',
    purpose: '核对操作记录、账号岗位、密钥和存证，什么也不改，也看不到名单。',
    acts: [
      ...EVERY_DESK,
      'accounts.see',
      'certificates.see',
      'keys.see',
      'trail.search',
      'cycles.see',
      'approvals.see',
    ],
    reach: 'below',
    secondFactor: true,
    heldAt: REVIEWERS,
  },
  operator: {
    zh: '系统管理员',
    purpose: '管理机构、账号、岗位和接口系统；不接触名单，不审批，不签发。',
    acts: [
      ...EVERY_DESK,
      'offices.manage',
      'accounts.see',
      'accounts.manage',
      'accounts.recover',
      'clients.manage',
      'keys.see',
      'jobs.cancel',
    ],
    reach: 'below',
    secondFactor: true,
    heldAt: REVIEWERS,
  },
  employer: {
    zh: '用人单位',
    purpose: '批量核验本单位人员出示的证书，凭本人授权查询诚信状态。',
    acts: ['verification.batch', 'integrity.ask', 'self'],
    reach: 'own',
    secondFactor: false,
    heldAt: ['employer', 'self-reviewing-employer'],
  },
  'employer-clerk': {
    zh: '用人单位经办人',
    purpose: '报送本单位考核认定的人员名单，查看人社部门的认定决定。',
    acts: ['assessments.hand-in', 'self'],
    reach: 'own',
    secondFactor: true,
    heldAt: ['employer'],
  },
  applicant: {
    zh: '申报人、持证人',
    purpose: '办理和查看本人的事项。',
    acts: ['self'],
    reach: 'own',
    secondFactor: false,
    heldAt: ANYWHERE,
  },
} as const satisfies Record<string, RoleRow>

export type Role = keyof typeof ROLES

export const ALL_ROLES = Object.keys(ROLES) as readonly Role[]

export const roleRow = (role: Role): RoleRow => ROLES[role]

/** A role somebody holds now, and for which office. */
export interface Grant {
  readonly role: Role
  readonly officeId: string
}

/** Does any of these roles carry the act, for whichever office? Everybody signed in has their own door. */
export const mayAct = (grants: readonly Grant[], act: Act): boolean =>
  ACTS[act].sort === 'self' || grants.some(({ role }) => roleRow(role).acts.includes(act))

/** The roles that carry an act. */
export const rolesWith = (act: Act): readonly Role[] =>
  ALL_ROLES.filter((role) => roleRow(role).acts.includes(act))

/** Must its holder be a person? What approves or speaks for an office is no machine's to do. */
export const isForPeople = (role: Role): boolean =>
  roleRow(role).acts.some((act) => ['approve', 'sign'].includes(actRow(act).sort))
