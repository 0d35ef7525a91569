import { Refusal } from '../../../platform/refusal.ts'

export const leadNotFound = () =>
  new Refusal('not-found', 'results/lead-not-found', '没有这条线索：名单可能已经更正，请刷新后再看。')

export const leadSettled = () =>
  new Refusal('conflict', 'results/lead-settled', '这条线索已由别人核实：请刷新后查看。')

export const badLeadGround = () =>
  new Refusal('invalid', 'results/bad-lead-ground', '请写明核实的经过和依据，2 到 500 个字，不含控制字符。', {
    field: 'ground',
  })
