import { Refusal } from '../platform/refusal.ts'

export const jobNotFound = (jobId: string) =>
  new Refusal('not-found', 'jobs/not-found', '没有这项任务，或它不属于您的机构：请在任务列表中核对。', {
    jobId,
  })

export const jobEnded = (jobId: string) =>
  new Refusal('conflict', 'jobs/ended', '这项任务已经结束，不能再取消。', { jobId })

export const jobCancelled = () => new Refusal('conflict', 'jobs/cancelled', '任务已按要求取消。')

export const leaseLost = () =>
  new Refusal('conflict', 'jobs/lease-lost', '任务已由另一个进程接手，本进程所做的未提交部分作废。')

export const jobKindUnknown = (kind: string) =>
  new Refusal('invalid', 'jobs/kind-unknown', `本服务不认识“${kind}”类任务：请用能处理它的版本启动。`, {
    kind,
  })

export const fileTooLarge = (limitBytes: number) =>
  new Refusal(
    'too-large',
    'jobs/file-too-large',
    `文件超过 ${Math.floor(limitBytes / 1_048_576)} MB：请拆分后分次提交。`,
    {
      limitBytes,
    },
  )

export const fileMissing = () =>
  new Refusal('invalid', 'jobs/file-missing', '这项任务没有附带文件：请重新提交并附上文件。')

export const jobBroken = () =>
  new Refusal(
    'unavailable',
    'jobs/broken',
    '任务多次中断，已停止重试；已完成的部分不受影响。请联系运维人员查看日志后重新发起。',
  )

export const filesInHand = (files: number) =>
  new Refusal(
    'conflict',
    'jobs/files-in-hand',
    `还有 ${files} 件任务的文件没有办完，里面可能有此人：请等这些任务结束，或在任务页取消，然后重试。`,
    { files },
  )
