import { answerAsked } from '../../platform/answer-asked.ts'
import { stepBack } from '../../platform/step-back.ts'
import { builtOf, detached, type Building } from './build-snapshot.ts'

// The thread that build-snapshot.ts starts: the names of one day, and then its tree.
stepBack()
const all: Uint8Array[] = []
answerAsked((asked: Building) => {
  if ('names' in asked) return { answer: all.push(asked.names) }
  const answer = detached(builtOf(all, asked))
  return { answer, moved: answer.parts.map(({ leaves }) => leaves.buffer as ArrayBuffer) }
})
