import type { Differences } from '../../approvals/differences.ts'
import type { Source } from '../../cycles/source.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Defect } from '../../spreadsheets/defect.ts'

/** `totals`: all there are, when more were found than are told one by one. */
export const listHasDefects = (
  defects: readonly Defect[],
  totals: { readonly refusals: number; readonly warnings: number } = countsOf(defects),
) =>
  new Refusal(
    'invalid',
    'results/list-has-defects',
    `名单有 ${totals.refusals} 处必须改正、${totals.warnings} 处提醒，一行也没有导入：请按所列单元格改正后整份重新上传。`,
    { defects, ...totals },
  )

const countsOf = (defects: readonly Defect[]) => {
  const refusals = defects.filter(({ severity }) => severity === 'refusal').length
  return { refusals, warnings: defects.length - refusals }
}

export const listAlreadyImported = (listId: string) =>
  new Refusal(
    'conflict',
    'results/already-imported',
    `这份文件已经导入过（名单 ${listId}），没有重复导入。`,
    { listId },
  )

export const listNotFound = (listId: string) =>
  new Refusal('not-found', 'results/list-not-found', `没有编号为 ${listId} 的名单。`, { listId })

export const listReplaced = (listId: string, by: string) =>
  new Refusal('conflict', 'results/list-replaced', `这份名单已由更正后的名单取代：请办理新的那一份。`, {
    listId,
    by,
  })

export const notTheSameOffice = (listId: string) =>
  new Refusal(
    'conflict',
    'results/not-the-same-office',
    '更正的名单须由同一个机构接收：请核对发证机关，或作为新名单导入。',
    { listId },
  )

export const listAlreadyConfirmed = (listId: string, number: string) =>
  new Refusal('conflict', 'results/already-confirmed', `名单 ${listId} 已由 ${number} 确认，不能再次确认。`, {
    listId,
    number,
  })

export const fileUnreadable = (file: string) =>
  new Refusal('not-found', 'results/file-unreadable', `读不到文件 ${file}：请核对文件名和路径。`, { file })

export const uploadMissing = () =>
  new Refusal('invalid', 'results/upload-missing', '没有收到文件：请选择要上传的名单。', { field: 'file' })

export const uploadTooLarge = (megabytes = 32) =>
  new Refusal('too-large', 'results/upload-too-large', `文件超过 ${megabytes} MB：请分成几份上传。`, {
    field: 'file',
  })

export const decidedNotUploaded = () =>
  new Refusal(
    'conflict',
    'results/decided-not-uploaded',
    '考核认定的名单由决定的人社部门对申请人员逐人作出决定后生成，不能另行上传。',
  )

export const stageNeedsCycle = () =>
  new Refusal(
    'invalid',
    'results/stage-needs-cycle',
    '上会名单须属于一项年度评审：请先选择年度评审，或改传评审通过名单。',
    { field: 'cycle' },
  )

/** A second upload: what differs is shown first, then it may take the place of this one. */
export const listExists = (listId: string) =>
  new Refusal(
    'conflict',
    'results/list-exists',
    '这项年度评审已有这一阶段的名单：请核对与它的不同之处，再作为更正后的名单上传。',
    { listId },
  )

export const notTheSameCycle = (listId: string) =>
  new Refusal(
    'conflict',
    'results/not-the-same-cycle',
    '更正的名单须属于同一年度评审的同一阶段：请从原名单的页面上传。',
    { listId },
  )

export const candidatesSettled = (listId: string) =>
  new Refusal(
    'conflict',
    'results/candidates-settled',
    '评审通过名单已经上传，上会名单不能再更换：确需更正的，请按复查或结果无效的程序办理。',
    { listId },
  )

export const candidatesMet = (listId: string) =>
  new Refusal(
    'conflict',
    'results/candidates-settled',
    '评审会议已经登记，上会名单不能再更换：单位等信息有误的，在评审通过名单中照实填写；证件号码有误的，先办理“合并为同一人”；没有上会的人，参加下一次评审。',
    { listId },
  )

export const noCandidates = (source: string, facts: Readonly<Record<string, unknown>>) =>
  new Refusal(
    'conflict',
    'results/no-candidates',
    `还没有上会名单：通过名单中的人员须经会前公示，请先上传上会名单。依据：${source}`,
    facts,
  )

export const candidatesNotReviewed = () =>
  new Refusal(
    'conflict',
    'results/candidates-not-reviewed',
    '上会名单不送审：公示、备案后上会，评审通过的人员另行上传通过名单送审。',
  )

export const noThreeReviews = () =>
  new Refusal('conflict', 'results/no-three-reviews', '这份名单不需要三审三校：所依据的通知没有这项要求。')

/** Nobody has said who does the rounds: it is asked, not invented. */
export const threeReviewsNotAnswered = (question: string, source: Source | null) =>
  new Refusal(
    'conflict',
    'results/three-reviews-not-answered',
    `三审三校由谁进行，通知未规定：请先由有权机构作出规定（zhengxin policy answer）。${question}`,
    source === null ? {} : { ...source },
  )

export const unknownRoundOffice = (by: string) =>
  new Refusal(
    'conflict',
    'results/unknown-round-office',
    `三审三校的承办机构“${by}”在本系统中没有登记：请写“评委会组建单位”“发证机关”或已登记机构的全称。`,
    { by },
  )

export const notTheSource = (fileName: string) =>
  new Refusal(
    'conflict',
    'results/not-the-source',
    `这不是导入时的文件：请上传 ${fileName} 的原件，一个字节也不能不同。`,
    { field: 'source' },
  )

export const sourceDiffers = (apart: number, differences: Differences) =>
  new Refusal(
    'conflict',
    'results/source-differs',
    `名单与源文件有 ${apart} 处不同：请停止审校并运行 zhengxin audit。`,
    { apart, changed: differences.changed.map(({ key }) => key) },
  )

export const noCandidatesYet = () =>
  new Refusal(
    'conflict',
    'results/no-candidates-yet',
    '这项年度评审还没有人员名单：请先上传上会名单（考核认定为用人单位报送的名单）。',
  )
