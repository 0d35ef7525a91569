import { EXIT, type DeskCommand } from '../../platform/command.ts'
import { listJoins } from './read-joins.ts'

const STATES = { waiting: '送审中', agreed: '已同意，待办理', done: '已办理', past: '已过' } as const

/** `zhengxin persons joins`: merges and partings, never whose; both are done at the desk, by two people. */
export const personsJoins: DeskCommand = {
  name: 'persons joins',
  usage: '',
  summary: '列出同一人记录的合并和拆分（不含姓名）；办理在工作台，须另一人同意',
  takes: [0, 0],
  needs: 'service',
  async run(_, terminal, ctx) {
    const joins = await listJoins(ctx)
    if (joins.length === 0) terminal.out('没有合并事项。')
    for (const { proposalId, act, proposedOn, state } of joins)
      terminal.out(`${proposedOn}  ${act === 'merge' ? '合并' : '拆分'}  ${STATES[state]}  ${proposalId}`)
    return EXIT.done
  },
}
