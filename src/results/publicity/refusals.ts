import type { Day } from '../../calendar/day.ts'
import { sourceText, type Source } from '../../cycles/source.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import type { ListStage } from '../lists/schema.ts'
import { PUBLICITY_NAMES, publicityStateName, type PublicityState } from './state.ts'

const by = (source: Source | null): string => (source === null ? '' : `依据：${sourceText(source)}`)

const factsOf = (source: Source | null) =>
  source === null ? {} : { document: source.document, clause: source.clause, quote: source.quote }

export const publicationNotFound = (publicationId: string) =>
  new Refusal('not-found', 'results/publication-not-found', '没有这个公示：网址可能不完整，请核对。', {
    publicationId,
  })

export const notOfACycle = (listId: string) =>
  new Refusal(
    'conflict',
    'results/not-of-a-cycle',
    '这份名单不属于本系统的年度评审（在别处评审），不在这里公示：请登记任职资格文件。',
    { listId },
  )

export const wrongStage = (kind: PublicityKind, stage: ListStage) =>
  new Refusal(
    'conflict',
    'results/wrong-stage',
    `${PUBLICITY_NAMES[kind]}要用${stage === 'candidates' ? '评审通过名单' : '上会名单'}，这一份不是：请换用对应的名单。`,
    { kind, stage },
  )

export const notPublishedHere = () =>
  new Refusal(
    'invalid',
    'results/not-published-here',
    '推荐公示在用人单位内部进行：请登记用人单位的公示证明，不在网上公示。',
  )

export const badPublicityDay = (field: string, day: string, reason: string) =>
  new Refusal('invalid', 'results/bad-publicity-day', `${field}“${day}”不能接受：${reason}。`, {
    field,
    day,
    reason,
  })

export const publicityTooShort = (
  kind: PublicityKind,
  of: {
    readonly opensOn: Day
    readonly closesOn: Day
    readonly leastDays: number
    readonly earliest: Day
    /** The holidays on the way are not announced yet. */
    readonly provisional: boolean
  },
  source: Source | null,
) =>
  new Refusal(
    'invalid',
    'results/publicity-too-short',
    `${PUBLICITY_NAMES[kind]}不得少于 ${of.leastDays} 个工作日：${of.opensOn} 开始（当日不计），最早到 ${of.earliest}${of.provisional ? '（节假日安排未公布，暂定）' : ''} 结束。${by(source)}`,
    { kind, ...of, ...factsOf(source) },
  )

export const alreadyPublic = (publicationId: string, state: PublicityState['kind']) =>
  new Refusal(
    'conflict',
    'results/already-public',
    `这份名单的公示${publicityStateName(state)}，没有再次公示：名单有变动的，请先上传更正后的名单。`,
    { publicationId, state },
  )

export const notOpen = (state: PublicityState['kind']) =>
  new Refusal(
    'conflict',
    'results/publicity-not-open',
    `这个公示${publicityStateName(state)}，不能再这样办理：请刷新页面查看现在的状态。`,
    { state },
  )

export const notPublicised = (kind: PublicityKind, source: Source | null) =>
  new Refusal(
    'conflict',
    'results/not-publicised',
    `这份名单还没有进行${PUBLICITY_NAMES[kind]}：请先公示。${by(source)}`,
    { kind, ...factsOf(source) },
  )

export const publicityRunning = (kind: PublicityKind, closesOn: Day) =>
  new Refusal(
    'conflict',
    'results/publicity-running',
    `${PUBLICITY_NAMES[kind]}到 ${closesOn} 二十四时结束：请期满后办理。`,
    { kind, closesOn },
  )

export const publicityNotClosed = (kind: PublicityKind) =>
  new Refusal(
    'conflict',
    'results/publicity-not-closed',
    `${PUBLICITY_NAMES[kind]}已经期满，还没有办结：请先登记各公示渠道并办结公示。`,
    { kind },
  )

export const channelsMissing = (channels: readonly string[], source: Source | null) =>
  new Refusal(
    'conflict',
    'results/channels-missing',
    `公示还缺这些渠道的证明：${channels.join('；')}。请登记网址或张贴地点和截图。${by(source)}`,
    { channels, ...factsOf(source) },
  )

export const channelTooShort = (
  channel: string,
  of: { readonly upOn: Day; readonly closesOn: Day; readonly earliest: Day; readonly leastDays: number },
  source: Source | null,
) =>
  new Refusal(
    'conflict',
    'results/channel-too-short',
    `“${channel}”从 ${of.upOn} 起才能看到，到 ${of.closesOn} 不足 ${of.leastDays} 个工作日：请把公示延长到 ${of.earliest} 或以后。${by(source)}`,
    { channel, ...of, ...factsOf(source) },
  )

export const badEvidence = (field: string, reason: string) =>
  new Refusal('invalid', 'results/bad-publicity-evidence', `${field}不能接受：${reason}。`, { field, reason })

export const employersMissing = (employers: readonly string[], count: number, source: Source | null) =>
  new Refusal(
    'conflict',
    'results/not-recommended',
    `这 ${count} 个单位还没有推荐公示的证明：${employers.join('、')}${count > employers.length ? ' 等' : ''}。请先登记。${by(source)}`,
    { employers, count, ...factsOf(source) },
  )

export const tooFewVotes = (
  of: { readonly attending: number; readonly agreeing: number; readonly needed: number },
  source: Source | null,
) =>
  new Refusal(
    'invalid',
    'results/too-few-votes',
    `同意推荐票 ${of.agreeing} 票，参会 ${of.attending} 人，应不少于 ${of.needed} 票：不能推荐。${by(source)}`,
    { ...of, ...factsOf(source) },
  )
