import { Refusal } from '../platform/refusal.ts'

export const fileNotWritten = (file: string, exists: boolean) =>
  new Refusal(
    'conflict',
    'collection/file-not-written',
    exists ? `${file} 已经存在，没有覆盖：请换一个文件名。` : `写不了文件 ${file}：请核对路径和权限。`,
    { file },
  )
