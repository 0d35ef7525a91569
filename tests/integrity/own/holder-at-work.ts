import { createApp } from '../../../src/app.ts'
import { certificatesOf } from '../../../src/certificates/reading/certificates-of.ts'
import { issueCertificates } from '../../../src/certificates/issue.ts'
import { authorityById } from '../../../src/identity/find-authority.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { registerDocument } from '../../../src/results/document/register-document.ts'
import { workbookOf } from '../../support/list.ts'
import { signedIn } from '../../support/signed-in.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { archiveAtWork, applicant } from '../records/at-work.ts'

export const NAME = '段知行'
export const ID_NUMBER = madeUpNumber(851)

/** The whole app, with a certificate Kunming issued to somebody who has no account, and a clerk at its counter. */
export async function holderAtWork(database: Database, plain?: (ctx: Context) => Context) {
  const archive = await archiveAtWork(database)
  const ctx = plain ? plain(archive.ctx) : archive.ctx
  const { officeId } = archive
  const number = await certificateOf(ctx, officeId)
  const clerk = await signedIn(ctx, { officeId, roles: ['clerk'], person: 852 })
  const app = await createApp(ctx)
  const { publicOrigin } = ctx.config
  const cookies = new Map<string, string>()
  /** As a browser of the holder's asks, keeping its cookies. */
  const ask = async (path: string, form?: Readonly<Record<string, string>>) => {
    const jar = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const headers = { Accept: 'text/html', Origin: publicOrigin, ...(jar !== '' && { Cookie: jar }) }
    const body = form && { method: 'POST', body: new URLSearchParams(form) }
    const response = await app.request(path, { headers, ...body })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
    return response
  }
  const codeFromCounter = async () => {
    const response = await app.request('/desk/admissions', {
      method: 'POST',
      headers: { ...clerk.headers, Accept: 'text/html' },
      body: new URLSearchParams({ number }),
    })
    return /secret mono">([\w-]+)</.exec(await response.text())?.[1] ?? ''
  }
  const enter = async () => ask('/my/enter', { number, idNumber: ID_NUMBER, code: await codeFromCounter() })
  const recorded = () => archive.inForce({ subject: { ...applicant(851, NAME) } })
  return { ...archive, ctx, app, number, clerk, ask, cookies, codeFromCounter, enter, recorded }
}

async function certificateOf(ctx: Context, officeId: string): Promise<string> {
  const { creditCode: authority } = await authorityById(ctx.database.read, officeId)
  const bytes = await workbookOf([
    { 姓名: NAME, 证件号码: ID_NUMBER, 评审资格名称: '一级教师', 级别: '中级' },
  ])
  const { listId } = await importList(ctx, { bytes, fileName: 'list.xlsx', authority })
  const made = { documentNumber: '昆人社发〔2023〕7号', issuedOn: '2023-12-20', persons: bytes }
  const { number: document } = await registerDocument(ctx, { listId, ...made })
  await issueCertificates(ctx, { document })
  const [certificate] = await certificatesOf(ctx, document, null)
  return certificate?.number ?? ''
}
