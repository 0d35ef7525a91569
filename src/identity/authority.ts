/** What an office is in the tree. Issuer of a document ≠ confirming sealer ≠ committee (domain.md §1.2). */
export const AUTHORITY_KINDS = [
  'province',
  'prefecture',
  'county',
  'industry-department',
  'convening-body',
  'self-reviewing-employer',
  'employer',
] as const
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number]

/** A closed office (撤并) acts no more; what it issued stays, and those above it answer for it. */
export type AuthorityState = 'open' | 'closed'

/** An office as it is now. Certificates keep the name it had when it issued them. */
export interface Authority {
  readonly id: string
  readonly parentId: string | null
  readonly kind: AuthorityKind
  readonly name: string
  /** GB 32100, 18 characters. */
  readonly creditCode: string
  /** Division code, GB/T 2260, 6 digits. */
  readonly place: string
  /** 机关代字, e.g. 云人社发; null for who issues no documents. */
  readonly documentWord: string | null
  /** Starts its certificate numbers: 2–8 of A–Z 0–9; null for who issues none. */
  readonly numberPrefix: string | null
  /** The name on its seal; null for who holds none. */
  readonly sealName: string | null
  readonly state: AuthorityState
}

const KIND_NAMES: Readonly<Record<AuthorityKind, string>> = {
  province: '省级人社部门',
  prefecture: '州（市）级人社部门',
  county: '县（市、区）级人社部门',
  'industry-department': '行业主管部门',
  'convening-body': '评委会组建单位',
  'self-reviewing-employer': '自主评审单位',
  employer: '用人单位',
}

export const kindName = (kind: AuthorityKind): string => KIND_NAMES[kind]

// What may stand right under what: nothing stands under an employer, and a bureau only under a wider one.
const BELOW: Readonly<Record<AuthorityKind, readonly AuthorityKind[]>> = {
  province: AUTHORITY_KINDS.filter((kind) => kind !== 'province'),
  prefecture: AUTHORITY_KINDS.filter((kind) => kind !== 'province' && kind !== 'prefecture'),
  county: ['industry-department', 'convening-body', 'self-reviewing-employer', 'employer'],
  'industry-department': ['convening-body', 'self-reviewing-employer', 'employer'],
  'convening-body': ['convening-body'],
  'self-reviewing-employer': ['convening-body'],
  employer: [],
}

/** May an office of this kind stand right under one of that kind? Anything may be the top of its own tree. */
export const mayStandUnder = (kind: AuthorityKind, parent: AuthorityKind): boolean =>
  BELOW[parent].includes(kind)
