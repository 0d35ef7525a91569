import { APPROVED_LIST } from '../approved-columns.ts'
import { headerDeskOf } from './header-desk.tsx'

/** What headers of approved lists mean, office by office. */
export const headerDesk = headerDeskOf({
  path: '/desk/list-headers',
  kind: APPROVED_LIST,
  act: 'lists.import',
  under: { path: '/desk/lists', name: '名单' },
})
