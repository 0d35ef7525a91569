import type { UploadState } from './upload.ts'
import type { BatchState } from './whole-batch.ts'

/** Of states, as the desk says them: the words, and how they look. */
export const UPLOAD_STATES: Readonly<Record<UploadState, readonly [words: string, look: string]>> = {
  receiving: ['上传未完', 'wait'],
  judging: ['检查中', 'wait'],
  storing: ['入库中', 'wait'],
  stored: ['已收入', 'good'],
  refused: ['有问题，未收入', 'bad'],
}

export const BATCH_STATES: Readonly<Record<BatchState, readonly [words: string, look: string]>> = {
  'in-proof': ['核对中', 'wait'],
  accepted: ['已验收', 'good'],
  withdrawn: ['已撤回', ''],
  replaced: ['已被更正文件替换', ''],
}
