/** A text cut out of a longer one keeps all of it in memory: this copy does not. */
export const ownText = (text: string): string => (text.length < 13 ? text : ` ${text}`.slice(1))
