import { describe, expect, it } from 'vitest'
import { CALENDARS } from '../../../src/calendar/calendars.ts'
import { policyOf } from '../../../src/policy/policy-of.ts'
import { judgeReexamination } from '../../../src/results/inquiry/reexamination.ts'

const kunming = policyOf('kunming-2023', { level: 'intermediate' }).reexamination
const timing = kunming.kind === 'unspecified' ? null : kunming.value
const judge = (receivedOn: string, more: object = {}) =>
  judgeReexamination(CALENDARS.national, timing, {
    scope: 'procedure',
    receivedOn,
    confirmedOn: '2023-10-31',
    ...more,
  })

// 昆人社通〔2023〕37号 四（六）：评审结果确认后2个月内（逾期不予受理）
describe('re-examination within two months of the confirmation', () => {
  it.each([
    ['the day itself', '2023-10-31', 'accepted'],
    ['the last day, a Sunday and a holiday, moves to the next working day', '2024-01-02', 'accepted'],
    ['the day after', '2024-01-03', 'late'],
  ])('%s', (_, receivedOn, receipt) =>
    expect(judge(receivedOn)).toMatchObject({ receipt, lastDay: '2024-01-02' }),
  )

  it('is about procedure and overlooked papers only', () => {
    expect(judge('2023-11-01', { scope: 'overlooked' }).receipt).toBe('accepted')
    expect(judge('2023-11-01', { scope: 'other' }).receipt).toBe('out-of-scope')
  })

  it('has no last day before the result was confirmed', () => {
    expect(judge('2030-01-01', { confirmedOn: null })).toMatchObject({ receipt: 'accepted', lastDay: null })
  })

  it('binds nobody where no source states it', () => {
    const eryuan = policyOf('eryuan-2024', { level: 'intermediate' }).reexamination
    expect(eryuan.kind).toBe('unspecified')
    const asked = { scope: 'other', receivedOn: '2030-01-01', confirmedOn: '2023-10-31' } as const
    expect(judgeReexamination(CALENDARS.dali, null, asked).receipt).toBe('accepted')
  })
})
