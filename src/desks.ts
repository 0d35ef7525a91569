import { approvalRoutes } from './approvals/api.ts'
import { approvalDesk, type ApprovalKinds } from './approvals/pages.tsx'
import { certificateRoutes } from './certificates/api.ts'
import { filesJob } from './certificates/files/files-job.ts'
import { newVersionJob } from './certificates/files/new-version-job.ts'
import { issueJob } from './certificates/issue-job.ts'
import { followJob } from './certificates/changes/follow-job.ts'
import { CHANGE_KIND } from './certificates/changes/propose-change.ts'
import { certificateDesk } from './certificates/pages.tsx'
import { findByNumber, findStoredByNumber } from './certificates/reading/find.ts'
import { BATCH_APPROVAL } from './collection/acceptance/batch-digest.ts'
import { ZERO_APPROVAL } from './collection/acceptance/report-zero.ts'
import { collectionBatchRoutes } from './collection/batch/api.ts'
import { collectionBatchDesk } from './collection/batch/pages.tsx'
import { storeJob } from './collection/batch/store-job.ts'
import { compareJob } from './collection/reconcile/compare-job.ts'
import { historyHeaderDesk } from './collection/headers/pages.tsx'
import { reconcileDesk } from './collection/reconcile/pages.tsx'
import { reconcileRoutes } from './collection/reconcile/api.ts'
import { certifyingDesk } from './collection/certifying/pages.tsx'
import { correctionRoutes } from './collection/corrections/api.ts'
import { correctionDesk } from './collection/corrections/pages.tsx'
import { correctionPath } from './collection/corrections/titles-page.tsx'
import { CORRECTION_APPROVAL } from './collection/corrections/propose-correction.ts'
import { collectionRoutes } from './collection/board/api.ts'
import { dueCollections } from './collection/board/due-collections.ts'
import { currentRoutes } from './collection/current/api.ts'
import { currentDesk } from './collection/current/pages.tsx'
import { CURRENT_APPROVAL } from './collection/current/report-current.ts'
import { upwardsRoutes } from './collection/upwards/api.ts'
import { upwardsDesk } from './collection/upwards/pages.tsx'
import { collectionDesk } from './collection/board/pages.tsx'
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
import { policyRoutes } from './policy/api.ts'
import { policyDesk } from './policy/desk/pages.tsx'
import { askingRoutes } from './results/asking/api.ts'
import { askingDesk } from './results/asking/pages.tsx'
import { paperRoutes } from './results/document/api.ts'
import { documentDesk } from './results/document/pages.tsx'
import { filingRoutes } from './results/filing/api.ts'
import { FILING_APPROVAL } from './results/filing/find-filing.ts'
import { withdrawCycle } from './results/filing/withdraw-cycle.ts'
import { filingDesk } from './results/filing/pages.tsx'
import { listRoutes } from './results/lists/api.ts'
import { headerRoutes } from './results/lists/headers/api.ts'
import { headerDesk } from './results/lists/headers/pages.tsx'
import { listDesk } from './results/lists/pages.tsx'
import { importJob } from './results/lists/receive-list.ts'
import { batchRoutes } from './verification/batch/api.ts'
import { batchDesk } from './verification/batch/desk-pages.tsx'
import { assessmentRoutes } from './results/assessment/api.ts'
import { assessmentDesk } from './results/assessment/pages.tsx'
import { routeRoutes } from './results/routes/api.ts'
import { routeDesk } from './results/routes/pages.tsx'
import { askedRoutes } from './integrity/asked/api.ts'
import { consentDesk } from './integrity/asked/desk-pages.tsx'
import { ownRoutesWith } from './integrity/own/api.ts'
import { admissionDesk } from './integrity/own/desk-pages.tsx'
import type { HolderOf } from './integrity/own/hand-out-code.ts'
import { keepingDesk } from './integrity/ending/pages.tsx'
import { basisDesk } from './integrity/listing/desk-pages.tsx'
import { sharingDesk } from './integrity/sharing/pages.tsx'
import { absenceDesk } from './integrity/snapshot/pages.tsx'
import { endingRoutes } from './integrity/ending/api.ts'
import { LIST_OPENING } from './integrity/listing/propose-public-list.ts'
import { listingRoutes } from './integrity/listing/api.ts'
import { sharingRoutes } from './integrity/sharing/api.ts'
import { snapshotRoutes } from './integrity/snapshot/api.ts'
import { integrityRoutes } from './integrity/records/api.ts'
import { integrityDesk } from './integrity/records/pages.tsx'
import { RECORD_APPROVAL } from './integrity/records/submit-record.ts'
import { joinRoutes } from './integrity/same-person/api.ts'
import { joinDesk } from './integrity/same-person/pages.tsx'
import { JOIN_APPROVAL } from './integrity/same-person/proposal.ts'
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
  [LIST_OPENING]: { zh: '向社会公开诚信记录' },
  [JOIN_APPROVAL]: { zh: '同一人记录的合并', href: (proposalId) => `/desk/persons/${proposalId}` },
  [BATCH_APPROVAL]: { zh: '验收历年职称', href: (batchId) => `/desk/collection/batches/${batchId}` },
  [CORRECTION_APPROVAL]: { zh: '更正已验收的历年职称', href: correctionPath },
  [CURRENT_APPROVAL]: { zh: '文件与证书核对', href: (returnId) => `/desk/collection/returns/${returnId}` },
  [ZERO_APPROVAL]: { zh: '零报告', href: (returnId) => `/desk/collection/returns/${returnId}` },
  [RECORD_APPROVAL]: { zh: '诚信记录', href: (recordId) => `/desk/integrity/${recordId}` },
  [LIST_APPROVAL]: { zh: '确认名单', href: (listId) => `/desk/lists/${listId}` },
  [FILING_APPROVAL]: {
    zh: '接收备案',
    href: (subject) => `/desk/cycles/${subject.replace('.', '/filings/')}`,
  },
}

const personOfCertificate: PersonOfCertificate = async (ctx, handle, number) =>
  (await findByNumber(ctx, handle, number))?.row.personId ?? null

/** Whose certificate a number is, and who issued it: how somebody shows at their own door who they are. */
export const holderOf: HolderOf = async (handle, number) => {
  const found = await findStoredByNumber(handle, number)
  return found && { personId: found.row.personId, officeId: found.row.authorityId }
}

/** Every sort of long work. */
export const JOB_KINDS: readonly JobKind[] = [
  importJob,
  issueJob,
  filesJob,
  newVersionJob,
  followJob,
  storeJob,
  compareJob,
]

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
  approvalDesk(APPROVAL_KINDS, async (ctx) => [...(await dueSoon(ctx)), ...(await dueCollections(ctx))]),
  policyDesk,
  cycleDesk(STATION_LINKS, withdrawCycle),
  filingDesk,
  // Before the lists' own: all stand under /desk/lists.
  certifyingDesk,
  routeDesk,
  assessmentDesk,
  documentDesk,
  askingDesk,
  listDesk,
  headerDesk,
  publicityDesk,
  objectionDesk,
  inquiryDesk,
  invalidationDesk,
  // Before the records' own: all stand under /desk/integrity.
  sharingDesk,
  absenceDesk,
  keepingDesk,
  basisDesk,
  integrityDesk,
  joinDesk,
  admissionDesk(holderOf),
  consentDesk,
  recordConsequenceDesk,
  // Before the map's: both lie under /desk/collection.
  collectionBatchDesk,
  // Before the collections' own: all stand under /desk/collection.
  reconcileDesk,
  correctionDesk,
  historyHeaderDesk,
  collectionDesk,
  currentDesk,
  upwardsDesk,
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
  ...policyRoutes,
  ...cycleRoutes,
  ...filingRoutes,
  ...listRoutes,
  ...routeRoutes,
  ...assessmentRoutes,
  ...askingRoutes,
  ...paperRoutes,
  ...headerRoutes,
  ...publicityRoutes,
  ...objectionRoutes,
  ...inquiryRoutes,
  ...invalidationRoutes,
  ...integrityRoutes,
  ...sharingRoutes,
  ...endingRoutes,
  ...snapshotRoutes,
  ...listingRoutes,
  ...joinRoutes,
  ...ownRoutesWith(holderOf),
  ...askedRoutes,
  ...recordConsequenceRoutes,
  ...certificateRoutes,
  ...collectionBatchRoutes,
  ...collectionRoutes,
  ...reconcileRoutes,
  ...correctionRoutes,
  ...currentRoutes,
  ...upwardsRoutes,
  ...batchRoutes,
]
