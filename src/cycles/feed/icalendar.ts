import { dayFromNumber, dayNumber, type Day } from '../../calendar/day.ts'
import { utf8 } from '../../signing/bytes.ts'

/** A whole day somebody should know of. */
export interface CalendarDay {
  /** The same for ever for the same thing, so that a moved deadline moves in the calendar too. */
  readonly uid: string
  readonly day: Day
  readonly summary: string
  readonly description: string
  /** Days before it on which the calendar reminds; null never. */
  readonly remindDays: number | null
}

/** RFC 5545: a calendar of whole days, lines of at most 75 octets, CRLF. `now`: when it was made. */
export function icalendar(name: string, days: readonly CalendarDay[], now: Date): string {
  const stamp = `${now.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Zhengxin//Deadlines//ZH',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(name)}`,
    // RFC 7986 §5.7.
    'REFRESH-INTERVAL;VALUE=DURATION:P1D',
    ...days.flatMap((day) => eventLines(day, stamp)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${folded(line)}\r\n`).join('')
}

const eventLines = ({ uid, day, summary, description, remindDays }: CalendarDay, stamp: string) => [
  'BEGIN:VEVENT',
  `UID:${uid}`,
  `DTSTAMP:${stamp}`,
  `DTSTART;VALUE=DATE:${basic(day)}`,
  // Exclusive: the day after (RFC 5545 §3.6.1).
  `DTEND;VALUE=DATE:${basic(dayFromNumber(dayNumber(day) + 1))}`,
  `SUMMARY:${escaped(summary)}`,
  `DESCRIPTION:${escaped(description)}`,
  'TRANSP:TRANSPARENT',
  ...(remindDays === null
    ? []
    : [
        'BEGIN:VALARM',
        'ACTION:DISPLAY',
        `DESCRIPTION:${escaped(summary)}`,
        `TRIGGER:-P${remindDays}D`,
        'END:VALARM',
      ]),
  'END:VEVENT',
]

const basic = (day: Day): string => day.replaceAll('-', '')

/** RFC 5545 §3.3.11. */
const escaped = (text: string): string =>
  text
    .replaceAll('\\', '\\\\')
    .replaceAll(';', '\\;')
    .replaceAll(',', '\\,')
    .replaceAll(/\r\n|\r|\n/g, '\\n')

const LONGEST = 75

/** RFC 5545 §3.1: at most 75 octets a line, no character cut in two. */
function folded(line: string): string {
  let text = ''
  let used = 0
  for (const character of line) {
    const octets = utf8(character).length
    if (used + octets > LONGEST) {
      text += '\r\n '
      used = 1
    }
    text += character
    used += octets
  }
  return text
}
