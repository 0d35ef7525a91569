import { createContext, Script } from 'node:vm'
import { fileURLToPath } from 'node:url'
import type * as Verifier from '../../src/verification/embed/in-page.ts'
import { bundleForPage } from '../../src/web/page-bundle.ts'

export const VERIFIER_ENTRY = fileURLToPath(
  new URL('../../src/verification/embed/in-page.ts', import.meta.url),
)

/** verifier.js as a page runs it: with what every browser has, and nothing of Node's. */
export async function verifierInAPage(): Promise<typeof Verifier> {
  const page = createContext({ TextEncoder, TextDecoder, URL })
  new Script(await bundleForPage(VERIFIER_ENTRY, { kind: 'global', name: 'Zhengxin' })).runInContext(page)
  return page['Zhengxin'] as typeof Verifier
}
