import { approvalRoutes } from './approvals/api.ts'
import { approvalDesk, type ApprovalKinds } from './approvals/pages.tsx'
import { certificateRoutes } from './certificates/api.ts'
import { filesJob } from './certificates/files/files-job.ts'
import { newVersionJob } from './certificates/files/new-version-job.ts'
import { issueJob } from './certificates/issue-job.ts'
import { CHANGE_KIND } from './certificates/changes/propose-change.ts'
import { certificateDesk } from './certificates/pages.tsx'
import { findByNumber } from './certificates/reading/find.ts'
import { cycleRoutes } from './cycles/api.ts'
import type { StationLinks } from './cycles/desk/view-of-cycle.ts'
import { dueSoon } from './cycles/due-soon.ts'
import { cycleDesk } from './cycles/pages.tsx'
import { documentRoutes } from './documents/api.ts'
import { identityRoutes } from './identity/api.ts'
import { officeDesk } from './identity/pages.tsx'
import type { StaffRoute } from './identity/route.ts'
import { signInRoutes } from './identity/sign-in/api.ts'
import { ownDesk } from './identity/sign-in/pages.tsx'
import { trailRoutes } from './identity/trail/api.ts'
import { trailDesk } from './identity/trail/desk-pages.tsx'
import type { PersonOfCertificate } from './identity/trail/search-trail.ts'
import { jobRoutes } from './jobs/api.ts'
import { jobsDesk } from './jobs/desk-pages.tsx'
import type { JobKind } from './jobs/job.ts'
import { paperRoutes } from './results/document/api.ts'
import { documentDesk } from './results/document/pages.tsx'
import { filingRoutes } from './results/filing/api.ts'
import { FILING_APPROVAL } from './results/filing/find-filing.ts'
import { filingDesk } from './results/filing/pages.tsx'
import { listRoutes } from './results/lists/api.ts'
import { headerRoutes } from './results/lists/headers/api.ts'
import { headerDesk } from './results/lists/headers/pages.tsx'
import { listDesk } from './results/lists/pages.tsx'
import { importJob } from './results/lists/receive-list.ts'
import { batchRoutes } from './verification/batch/api.ts'
import { batchDesk } from './verification/batch/desk-pages.tsx'
import { routeRoutes } from './results/routes/api.ts'
import { routeDesk } from './results/routes/pages.tsx'
import { integrityRoutes } from './integrity/records/api.ts'
import { integrityDesk } from './integrity/records/pages.tsx'
import { RECORD_APPROVAL } from './integrity/records/submit-record.ts'
import { recordConsequenceRoutes } from './certificates/changes/record-api.ts'
import { recordConsequenceDesk } from './certificates/changes/record-pages.tsx'
import { invalidationRoutes } from './certificates/changes/api.ts'
import { invalidationDesk } from './certificates/changes/invalidation-pages.tsx'
import { inquiryRoutes } from './results/inquiry/api.ts'
import { inquiryDesk } from './results/inquiry/desk-pages.tsx'
import { INVALIDATION_KIND } from './results/inquiry/propose-invalidation.ts'
import { objectionRoutes } from './results/objections/api.ts'
import { objectionDesk } from './results/objections/desk-pages.tsx'
import { publicityRoutes } from './results/publicity/api.ts'
import { publicityDesk } from './results/publicity/desk-pages.tsx'
import { LIST_APPROVAL } from './results/lists/submit-list.ts'
import { THREE_REVIEWS } from './results/lists/three-reviews.ts'

/** What approvals are asked for, and where each is shown. */
const APPROVAL_KINDS: ApprovalKinds = {
  [CHANGE_KIND]: { zh: '变更证书', href: (planId) => `/desk/certificates/changes/${planId}` },
  [THREE_REVIEWS]: { zh: '三审三校', href: (listId) => `/desk/lists/${listId}` },
  [INVALIDATION_KIND]: {
    zh: '宣布评审结果无效',
    href: (planId) => `/desk/inquiries/invalidations/${planId}`,
  },
  [RECORD_APPROVAL]: { zh: '诚信记录', href: (recordId) => `/desk/integrity/${recordId}` },
  [LIST_APPROVAL]: { zh: '确认名单', href: (listId) => `/desk/lists/${listId}` },
  [FILING_APPROVAL]: {
    zh: '接收备案',
    href: (subject) => `/desk/cycles/${subject.replace('.', '/filings/')}`,
  },
}

const personOfCertificate: PersonOfCertificate = async (ctx, handle, number) =>
  (await findByNumber(ctx, handle, number))?.row.personId ?? null

/** Every sort of long work. */
export const JOB_KINDS: readonly JobKind[] = [importJob, issueJob, filesJob, newVersionJob]

/** Where the steps that have a desk of their own are done. */
const STATION_LINKS: StationLinks = {
  'recommendation-publicity': () => '/desk/publicity/recommendations',
  'pre-meeting-publicity': () => '/desk/publicity',
  'result-publicity': () => '/desk/publicity',
  'pre-meeting-filing': (cycleId) => `/desk/cycles/${cycleId}/filings/pre-meeting`,
  'title-confirmation': (cycleId) => `/desk/lists/cycles/${cycleId}/confirmations`,
  document: (cycleId) => `/desk/lists/cycles/${cycleId}`,
  'result-confirmation': (cycleId) => `/desk/lists/cycles/${cycleId}`,
  'three-reviews': (cycleId) => `/desk/lists/cycles/${cycleId}`,
  certificate: (cycleId) => `/desk/lists/cycles/${cycleId}`,
  'post-meeting-filing': (cycleId) => `/desk/cycles/${cycleId}/filings/post-meeting`,
}

/** Every desk; the door stands before them. */
export const DESKS = [
  approvalDesk(APPROVAL_KINDS, dueSoon),
  cycleDesk(STATION_LINKS),
  filingDesk,
  // Before the lists' own: both stand under /desk/lists.
  routeDesk,
  documentDesk,
  listDesk,
  headerDesk,
  publicityDesk,
  objectionDesk,
  inquiryDesk,
  invalidationDesk,
  integrityDesk,
  recordConsequenceDesk,
  certificateDesk,
  jobsDesk(JOB_KINDS),
  ownDesk,
  officeDesk,
  batchDesk,
  trailDesk(personOfCertificate),
]

/** Every act of the staff API. */
export const STAFF_ROUTES: readonly StaffRoute[] = [
  ...signInRoutes,
  ...identityRoutes,
  ...trailRoutes(personOfCertificate),
  ...jobRoutes,
  ...documentRoutes,
  ...approvalRoutes,
  ...cycleRoutes,
  ...filingRoutes,
  ...listRoutes,
  ...routeRoutes,
  ...paperRoutes,
  ...headerRoutes,
  ...publicityRoutes,
  ...objectionRoutes,
  ...inquiryRoutes,
  ...invalidationRoutes,
  ...integrityRoutes,
  ...recordConsequenceRoutes,
  ...certificateRoutes,
  ...batchRoutes,
]
