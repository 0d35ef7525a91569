import { approvalRoutes } from './approvals/api.ts'
import { approvalDesk, type ApprovalKinds } from './approvals/pages.tsx'
import { certificateRoutes } from './certificates/api.ts'
import { issueJob } from './certificates/issue-job.ts'
import { CHANGE_KIND } from './certificates/propose-change.ts'
import { certificateDesk } from './certificates/pages.tsx'
import { findByNumber } from './certificates/find.ts'
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
import { listRoutes } from './results/api.ts'
import { headerRoutes } from './results/headers/api.ts'
import { headerDesk } from './results/headers/pages.tsx'
import { listDesk } from './results/pages.tsx'
import { importJob } from './results/receive-list.ts'
import { LIST_APPROVAL } from './results/submit-list.ts'

/** What approvals are asked for, and where each is shown. */
const APPROVAL_KINDS: ApprovalKinds = {
  [CHANGE_KIND]: { zh: '变更证书', href: (planId) => `/desk/certificates/changes/${planId}` },
  [LIST_APPROVAL]: { zh: '确认名单', href: (listId) => `/desk/lists/${listId}` },
}

const personOfCertificate: PersonOfCertificate = async (ctx, handle, number) =>
  (await findByNumber(ctx, handle, number))?.row.personId ?? null

/** Every sort of long work. */
export const JOB_KINDS: readonly JobKind[] = [importJob, issueJob]

/** Every desk; the door stands before them. */
export const DESKS = [
  approvalDesk(APPROVAL_KINDS),
  listDesk,
  headerDesk,
  certificateDesk,
  jobsDesk(JOB_KINDS),
  ownDesk,
  officeDesk,
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
  ...listRoutes,
  ...headerRoutes,
  ...certificateRoutes,
]
