/** Whom a record is about. The first three are persons, the others offices. */
export const SUBJECT_KINDS = ['applicant', 'expert', 'staff', 'review-body', 'employer'] as const
export type SubjectKind = (typeof SUBJECT_KINDS)[number]

const NAMES: Readonly<Record<SubjectKind, string>> = {
  applicant: '申报人',
  expert: '评审专家',
  staff: '工作人员',
  'review-body': '评审机构',
  employer: '用人单位',
}

export const subjectName = (kind: SubjectKind): string => NAMES[kind]

export const isPerson = (kind: SubjectKind): boolean => ['applicant', 'expert', 'staff'].includes(kind)

/** What a record in its term does to its subject, in words for a letter. */
export const effectOf = (kind: SubjectKind): string => {
  switch (kind) {
    case 'applicant':
    case 'staff':
    case 'expert':
      return '记录期内不得参加职称申报评审'
    case 'review-body':
      return '记录期内暂停评审工作'
    case 'employer':
      return '记录期内暂停职称申报推荐工作，进行整改'
  }
}
