/** The status for one who hung up, or was too slow for us, before all was sent: what nginx counts it as. */
const HUNG_UP = 499

// How node:http ends the reading of a request whose connection is gone.
const isHangUp = (error: Error): boolean =>
  error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET'

/**
 * What to count for somebody who hung up while we read; null for every other error. It is no fault of ours, whoever is
 * on duty need not hear of it, and nobody reads an answer.
 */
export const answerHungUp = (error: Error): Response | null =>
  isHangUp(error) ? new Response(null, { status: HUNG_UP }) : null
