import { chineseDay } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import type { CycleEvent } from '../../cycles/event.ts'
import { plannedMeeting } from '../../cycles/planned-meeting.ts'
import type { Handle } from '../../platform/database.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import { countsOfCycle, currentList } from '../lists/candidates.ts'
import { listDigest } from '../lists/list-digest.ts'
import { objectionCounts } from '../objections/counts.ts'
import { heldRows } from '../objections/held-rows.ts'
import { publicationsOfCycle } from '../publicity/find-publication.ts'
import { PUBLICITY_NAMES } from '../publicity/state.ts'
import { stageOfFiling, type FilingKind, type PacketItem } from './packet.ts'

/** The list a packet names people by. */
export interface PacketList {
  readonly id: string
  readonly digest: string
  readonly rows: number
}

/** What the house already knows for a packet: an item it knows nothing of is missing. */
export interface Gathered {
  readonly list: PacketList | null
  readonly known: ReadonlyMap<PacketItem, string>
}

/** Step: puts together what was recorded, published, objected and listed. */
export async function gatherPacket(
  handle: Handle,
  cycle: Cycle,
  kind: FilingKind,
  events: readonly CycleEvent[],
): Promise<Gathered> {
  const found = await currentList(handle, cycle.id, stageOfFiling(kind))
  const list = found && { id: found.id, digest: await listDigest(handle, found.id), rows: found.rowCount }
  const lines = {
    ...fromEvents(events),
    ...(await fromLists(handle, cycle.id, kind, list)),
    publicity: await publicityText(handle, cycle.id, kind, events),
  }
  const known = new Map<PacketItem, string>()
  for (const [item, text] of Object.entries(lines)) if (text !== null) known.set(item as PacketItem, text)
  return { list, known }
}

type Lines = Partial<Record<PacketItem, string | null>>

function fromEvents(events: readonly CycleEvent[]): Lines {
  const of = (step: CycleEvent['step']) => events.find((event) => event.step === step)
  const meetingOn = plannedMeeting(events)
  const [examined, drawn, met] = [of('qualification-check'), of('expert-draw'), of('meeting')]
  return {
    'meeting-day': meetingOn === null ? null : chineseDay(meetingOn) + (met ? '' : '（计划）'),
    examination:
      examined === undefined
        ? null
        : `${chineseDay(examined.day)}完成：通过 ${fact(examined, 'accepted')} 人，未通过 ${fact(examined, 'rejected')} 人`,
    draw:
      drawn === undefined
        ? null
        : `${chineseDay(drawn.day)}抽取：评委 ${fact(drawn, 'members')} 人，备用 ${fact(drawn, 'spares')} 人，` +
          `本地、本单位以外 ${fact(drawn, 'outsiders')} 人；抽取人员 ${fact(drawn, 'drawers')} 名、监督人员 ${fact(drawn, 'supervisors')} 名签字`,
    attendance:
      met === undefined
        ? null
        : `评委会 ${drawn ? fact(drawn, 'members') : fact(met, 'members')} 人，到会 ${fact(met, 'present')} 人，` +
          `投票 ${fact(met, 'votes')} 人，监督人员 ${fact(met, 'supervisors')} 人`,
  }
}

const fact = ({ facts }: CycleEvent, name: string): string => String(facts[name] ?? '—')

async function fromLists(
  handle: Handle,
  cycleId: string,
  kind: FilingKind,
  list: PacketList | null,
): Promise<Lines> {
  if (!list) return {}
  const { received, open, upheld, dismissed, notAccepted } = await objectionCounts(handle, list.id)
  const complaints =
    received === 0
      ? '没有收到异议或举报'
      : `收到 ${received} 件：属实 ${upheld} 件，不属实 ${dismissed} 件，不予受理 ${notAccepted} 件，正在办理 ${open} 件`
  if (kind === 'pre-meeting') return { complaints, candidates: `${list.rows} 人，名单附后` }
  const { candidates, approved, passPerMille } = await countsOfCycle(handle, cycleId)
  const held = (await heldRows(handle, list.id)).size
  return {
    complaints,
    applicants: candidates === null ? null : `${candidates} 人`,
    passed: approved === null ? null : `${approved} 人`,
    'pass-rate': passPerMille === null ? null : `${(passPerMille / 10).toFixed(1)}%`,
    'passed-list':
      `${list.rows - held} 人，名单附后` + (held === 0 ? '' : `；另有 ${held} 人因异议暂缓，不在名单内`),
  }
}

async function publicityText(
  handle: Handle,
  cycleId: string,
  kind: FilingKind,
  events: readonly CycleEvent[],
): Promise<string | null> {
  const shown: readonly PublicityKind[] = kind === 'pre-meeting' ? ['pre-meeting'] : ['pre-meeting', 'result']
  const published = await Promise.all(shown.map((each) => publicationsOfCycle(handle, cycleId, each)))
  const lines = published
    .flat()
    .map(
      ({ kind: of, opensOn, closesOn, rowCount }) =>
        `${PUBLICITY_NAMES[of]}：${chineseDay(opensOn)}至${chineseDay(closesOn)}，${rowCount} 人`,
    )
  const recommended = events.filter(({ step }) => step === 'recommendation-publicity').at(-1)
  if (recommended) lines.unshift(`推荐公示：用人单位公示截至${chineseDay(recommended.day)}`)
  return lines.length === 0 ? null : lines.join('；')
}
