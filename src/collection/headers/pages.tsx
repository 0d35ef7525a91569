import { headerDeskOf } from '../../results/lists/headers/header-desk.tsx'
import { HISTORY_LIST } from '../history-columns.ts'

export const HEADERS_PATH = '/desk/collection/headers'

/** What headers of lists of past titles mean, office by office. */
export const historyHeaderDesk = headerDeskOf({
  path: HEADERS_PATH,
  kind: HISTORY_LIST,
  act: 'collection.enter',
  under: { path: '/desk/collection', name: '职称归集' },
})
