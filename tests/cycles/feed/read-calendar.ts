/** A component of RFC 5545: its properties in order and its parts. */
export interface Component {
  readonly name: string
  readonly properties: readonly {
    readonly name: string
    readonly parameters: string
    readonly value: string
  }[]
  readonly parts: readonly Component[]
}

/** A strict reader of our own: CRLF only, lines of at most 75 octets, nothing unknown between BEGIN and END. Throws. */
export function readCalendar(text: string): Component {
  if (!text.endsWith('\r\n')) throw new Error('the last line does not end')
  const lines = text.slice(0, -2).split('\r\n')
  for (const line of lines) {
    if (/[\r\n]/.test(line)) throw new Error('a bare line break')
    if (Buffer.byteLength(line) > 75) throw new Error(`a line of ${Buffer.byteLength(line)} octets`)
    if (/\p{Surrogate}/u.test(line)) throw new Error('half a character')
  }
  const unfolded: string[] = []
  for (const line of lines) {
    if (line.startsWith(' ')) unfolded[unfolded.length - 1] += line.slice(1)
    else unfolded.push(line)
  }
  const read = (name: string): Component => {
    const properties: { name: string; parameters: string; value: string }[] = []
    const parts: Component[] = []
    for (;;) {
      const line = unfolded.shift()
      const [, property, parameters = '', value = ''] =
        /^([A-Z-]+)((?:;[^:]*)?):(.*)$/s.exec(line ?? '') ?? []
      if (property === undefined) throw new Error(`no property: ${line}`)
      if (property === 'END') {
        if (value !== name) throw new Error(`${name} ends as ${value}`)
        return { name, properties, parts }
      }
      if (property === 'BEGIN') parts.push(read(value))
      else properties.push({ name: property, parameters, value: unescaped(value) })
    }
  }
  if (unfolded.shift() !== 'BEGIN:VCALENDAR') throw new Error('no calendar')
  const calendar = read('VCALENDAR')
  if (unfolded.length > 0) throw new Error('something after the calendar')
  return calendar
}

const unescaped = (value: string): string =>
  value.replaceAll(/\\([\\;,nN])/g, (_, mark: string) => (mark.toLowerCase() === 'n' ? '\n' : mark))

export const valueOf = ({ properties }: Component, name: string): string | undefined =>
  properties.find((property) => property.name === name)?.value
