import { answerAsked } from '../platform/answer-asked.ts'
import { endOfReplay, replayBatch, startOfWhole } from './replay-batch.ts'
import type { Replaying } from './replayer.ts'

// The thread that replayer.ts starts: one ledger, from its beginning, and then its end.
const replay = startOfWhole()
answerAsked(({ batch }: Replaying) => ({
  answer: batch ? replayBatch(replay, batch.packed, batch.sizes) : endOfReplay(replay),
}))
