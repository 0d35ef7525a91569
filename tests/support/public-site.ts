import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { createApp } from '../../src/app.ts'
import type { FoundCertificate } from '../../src/certificates/reading/find.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import type { Database } from '../../src/platform/database.ts'
import { officesAtWork, type OfficesAtWork } from './offices-at-work.ts'

/** The whole app on a port of its own, with certificates really issued. */
export interface PublicSite {
  readonly offices: OfficesAtWork
  readonly origin: string
  readonly certificates: readonly FoundCertificate[]
  /** The text of a certificate's QR code. */
  textOf(certificate: FoundCertificate): string
  pdfOf(certificate: FoundCertificate): Promise<Uint8Array>
  close(): void
}

export async function publicSite(database: Database, people: number): Promise<PublicSite> {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const offices = await officesAtWork(database, new Date(), { publicOrigin: origin })
  const certificates = await offices.issued(people)
  const app = await createApp(offices.ctx)
  const server = serve({ fetch: app.fetch, port })
  return {
    offices,
    origin,
    certificates,
    textOf: ({ row, credentials }) => qrText(origin, row.code, credentials.cwt),
    async pdfOf({ row }) {
      const [file] = await makeFiles(offices.ctx, [row.id])
      return file!.bytes
    },
    close: () => void server.close(),
  }
}

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const probe = createServer().listen(0, () => {
      const { port } = probe.address() as AddressInfo
      probe.close(() => resolve(port))
    })
  })
