import { expect } from 'vitest'
import { cyclesList } from '../../src/cycles/commands.ts'
import type { Terminal } from '../../src/platform/command.ts'
import { officesOn, reviewAtWork } from '../support/cycles-at-work.ts'
import { databaseTest } from '../support/database.ts'

databaseTest('cycles list: each year with how far it is and what comes next', async ({ database }) => {
  const { ctx, codes } = await officesOn(database, '2023-06-01')
  const { cycleId } = await reviewAtWork(ctx, {
    office: codes.committee,
    filingAuthority: codes.province,
    place: 'yunnan-2023',
    year: 2023,
    levels: ['412'],
    meetingOn: '2023-10-16',
  })
  const lines: string[] = []
  const terminal = { out: (line: string) => lines.push(line) } as unknown as Terminal
  expect(await cyclesList.run({ positionals: [], values: {} }, terminal, ctx)).toBe(0)
  expect(lines).toHaveLength(1)
  for (const part of [
    cycleId,
    'yunnan-2023',
    '1/12',
    '发布评审通知 2023-08-29 云人社函〔2023〕38号 二（一）',
  ])
    expect(lines[0]).toContain(part)
})
