import { authorityByCreditCode } from '../../../src/identity/find-authority.ts'
import type { FoundCertificate } from '../../../src/certificates/reading/find.ts'
import type { Role } from '../../../src/identity/role.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { officesAtWork, type OfficesAtWork } from '../../support/offices-at-work.ts'
import { somebody } from '../../support/staff.ts'

/** Issued certificates, and the people of the issuing office who may change them. */
export interface CertificateDesk extends OfficesAtWork {
  readonly officeId: string
  readonly certificates: readonly FoundCertificate[]
  readonly clerk: Context
  readonly reviewer: Context
  readonly sealer: Context
}

export async function certificateDesk(database: Database, people: number): Promise<CertificateDesk> {
  const offices = await officesAtWork(database)
  const { id: officeId } = await authorityByCreditCode(database.read, offices.authority)
  const certificates = await offices.issued(people)
  const as = async (role: Role, person: number): Promise<Context> => {
    const { actor } = await somebody(offices.ctx, { officeId, roles: [role], person })
    return { ...offices.ctx, actor }
  }
  return {
    ...offices,
    officeId,
    certificates,
    clerk: await as('clerk', 1),
    reviewer: await as('reviewer', 2),
    sealer: await as('sealer', 3),
  }
}

export const DECISION = {
  document: '云人社函〔2026〕1号',
  decidedOn: '2026-11-20',
  ground: '评审程序不合规定，宣布评审结果无效',
} as const
