import { describe, expect, it } from 'vitest'
import type { Publication } from '../../../src/results/publicity/find-publication.ts'
import { namesPage } from '../../../src/results/publicity/public-pages.tsx'
import type { PublicFrame } from '../../../src/results/publicity/read-public.ts'
import { SITE } from '../../verification/answers.ts'

const publication: Publication = {
  publicationId: 'p',
  version: 1,
  listId: 'l',
  cycleId: 'c',
  kind: 'result',
  opensOn: '2023-11-13',
  closesOn: '2023-11-20',
  leastDays: 5,
  provisional: false,
  rowCount: 12_000,
  contentDigest: new Uint8Array(32),
  sealedBy: 'r',
  openedOn: '2023-11-13',
  ending: null,
  replacesId: null,
  replacedBy: null,
}
const frame: PublicFrame = {
  title: '2023年度某评审委员会结果公示',
  office: '某评审委员会',
  entryIndex: 27n,
  cycle: {
    id: 'c',
    committeeId: 'm',
    name: '某评审委员会',
    officeId: 'o',
    filingAuthorityId: 'f',
    place: 'yunnan-2023',
    year: 2023,
    route: 'review',
    series: null,
    levels: ['412'],
    inPlan: true,
    withdrawnOn: null,
  },
}
const row = (position: number, name: string) => ({
  rowId: `r${position}`,
  position,
  name,
  employer: '某单位',
  specialty: '数学',
  title: '高级教师',
})

describe('a page of names', () => {
  it('leads to the pages before and after it, in the order of the list', () => {
    const page = namesPage(SITE, publication, frame, {
      rows: [row(5001, '王芳'), row(5002, '李伟')],
      page: 2,
      pages: 3,
      search: '',
    })
    expect(page).toContain('/publicity/p?page=1')
    expect(page).toContain('/publicity/p?page=3')
    expect(page.indexOf('王芳')).toBeLessThan(page.indexOf('李伟'))
    expect(page).toContain('href="p/objections?row=5002"')
  })

  it('shows a name as text, whatever is in it', () => {
    const page = namesPage(SITE, publication, frame, {
      rows: [row(1, '<img src=x>&王')],
      page: 1,
      pages: 1,
      search: '',
    })
    expect(page).toContain('&lt;img src=x&gt;&amp;王')
    expect(page).not.toContain('<img')
  })
})
