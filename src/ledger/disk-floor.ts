import { statfsSync } from 'node:fs'
import type { Refusal } from '../platform/refusal.ts'
import { diskFull } from './refusals.ts'

/** The refusal when a folder's disk has less than `floorBytes` left for us; null when each has more. */
export function diskBelow(folders: readonly string[], floorBytes: number): Refusal | null {
  for (const folder of folders) {
    const free = freeBytesOf(folder)
    if (free !== null && free < floorBytes) return diskFull(folder, free, floorBytes)
  }
  return null
}

// A folder that is not there is somebody else's refusal.
function freeBytesOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize
  } catch {
    return null
  }
}
