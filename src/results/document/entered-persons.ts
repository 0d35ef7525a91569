import { checkName, textFault } from '../../people/name.ts'
import type { DocumentPerson } from './document-persons.ts'
import { badPersonsEntered } from './refusals.ts'

/** Lines one may type; more come as a spreadsheet. */
export const ENTRY_LINES = 200

const LONGEST = 100

/**
 * A document's people typed line by line: 姓名，资格名称，工作单位，专业, the last two optional. Refuses
 * `results/bad-persons-entered` with the lines that cannot be read.
 */
export function enteredPersons(text: string): readonly DocumentPerson[] {
  const lines = text.split(/\r?\n/)
  const bad: number[] = []
  const persons = lines.flatMap((line, i): DocumentPerson[] => {
    if (line.trim() === '') return []
    const [name = '', title = '', employer = '', specialty = '', ...more] = line
      .split(/[,，\t]/)
      .map((part) => part.trim())
    const texts = [title, employer, specialty]
    const isSound =
      more.length === 0 &&
      !('fault' in checkName(name)) &&
      title !== '' &&
      texts.every((part) => part === '' || (Array.from(part).length <= LONGEST && textFault(part) === null))
    if (!isSound) {
      bad.push(i + 1)
      return []
    }
    return [{ name, title, employer: employer || null, specialty: specialty || null }]
  })
  if (bad.length > 0 || persons.length === 0 || persons.length > ENTRY_LINES)
    throw badPersonsEntered(bad, ENTRY_LINES)
  return persons
}
