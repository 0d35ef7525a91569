import { expect } from 'vitest'
import { look, takeSeat, type Chosen, type Seat } from './desk-seats.ts'
import { bring, type Walk, type Walked } from './desk-walk.ts'

const FORM = 'form[action="/desk/lists"]'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** What goes wrong at desks, each tried before the step is done as it should be. */
export const mistakesOfClerks = (clerk: Parameters<typeof takeSeat>[0]): Walk['before'] => ({
  approval: (walked) => replacedDuringApproval(walked, clerk),
  // A Friday before three days off: a week later only four working days have passed.
  'result-publicity': async ({ at: { secretary }, lists, ctx, turn }) => {
    const days = { opensOn: '2023-12-29', closesOn: '2024-01-05' }
    if (ctx.today() > days.opensOn) throw new Error('the walk is too late for the holiday')
    turn(days.opensOn)
    const page = await secretary.go('/desk/publicity')
    const typed = { list: lists.approved?.id ?? '', ...days }
    const told = await secretary.refused('form[action="/desk/publicity"]', typed)
    expect(told).toContain('144号 四（三）')
    expect(told).toContain('5 个工作日')
    expect(await page.inputValue('input[name=closesOn]')).toBe(days.closesOn)
  },
  document: ({ at, lists }) =>
    refusedNumber(at.issuer, lists.approved?.id, '广安人社发（23）63号', '年份应写四位'),
})

/** The number of three years ago, by the same office. */
export const numberUsed: Walk['before'] = {
  document: ({ at, lists }) =>
    refusedNumber(at.issuer, lists.approved?.id, '云人社发〔2020〕61号', '已经用过'),
}

async function refusedNumber(issuer: Seat, list: string | undefined, documentNumber: string, why: string) {
  const page = await issuer.go(`/desk/lists/${list}/paper`)
  expect(await issuer.refused('form[action$="/documents"]', { documentNumber })).toContain(why)
  expect(await page.inputValue('input[name=documentNumber]')).toBe(documentNumber)
}

/** While a reviewer reads, two clerks bring corrected lists: one is told of the other, and what was read is void. */
async function replacedDuringApproval(walked: Walked, clerk: Parameters<typeof takeSeat>[0]): Promise<void> {
  const { at, lists, review, meetingOn } = walked
  const colleague = await takeSeat(clerk)
  const reader = await at.reviewer1.go('/desk')
  await reader.click('main a[href^="/desk/approvals/"]')
  const first = lists.approved!
  await offer(walked, at.secretary, await fewer(1))
  expect(await at.secretary.page.textContent('main')).toContain('1处删去')
  await offer(walked, colleague, await fewer(2))
  await at.secretary.send(FORM)
  await at.secretary.page.waitForSelector('main a[href^="/desk/lists/"]', { timeout: 60_000 })
  const told = await colleague.refused(FORM)
  expect(told).toContain('已由更正后的名单取代')
  await colleague.page.context().close()
  const late = await at.reviewer1.refused('form[action$="/approval"]')
  expect(late).toContain('这次审批作废')

  // The right list again, and sent for review anew.
  await bring(walked, 'approved', true)
  expect(lists.approved?.id).not.toBe(first.id)
  await at.secretary.go(`/desk/lists/${lists.approved?.id}`)
  await at.secretary.send('form[action$="/submission"]')

  async function fewer(by: number): Promise<Chosen> {
    const bytes = await review.list('approved', meetingOn, { fewer: by })
    return { name: `评审通过名单（更正${by}）.xlsx`, mimeType: XLSX, buffer: Buffer.from(bytes) }
  }
}

/** A second list of the same stage: shown against the first, not taken yet. */
async function offer({ cycleId, review }: Walked, seat: Seat, file: Chosen): Promise<void> {
  const page = await seat.go(`/desk/lists/new?cycle=${cycleId}&stage=approved`)
  await seat.send(FORM, { authority: review.authority, file })
  await look(page)
  expect(await page.textContent('h1')).toBe('与现有名单比较')
}
