import { Hono, type Context as Request } from 'hono'
import { findCycle, listCycles } from '../../cycles/find-cycle.ts'
import { authoriseSomewhere } from '../../identity/authorise.ts'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { nothingHere } from '../../platform/refusals.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Frame, Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { filingPage } from './filing-page.tsx'
import { figuresOf } from './figures.ts'
import { figuresPage } from './figures-page.tsx'
import { FILING_KINDS, PACKET_ITEMS, WRITTEN_ITEMS, type FilingKind, type PacketItem } from './packet.ts'
import { packetPdf, packetTitle } from './packet-pdf.ts'
import { packetWorkbook } from './packet-workbook.ts'
import { readPacket } from './read-packet.ts'
import { returnFiling } from './return-filing.ts'
import { submitFiling } from './submit-filing.ts'
import { takeFiling } from './take-filing.ts'
import { viewOfFiling } from './view-of-filing.ts'

const CYCLE = '/desk/cycles/:cycleId'
const FILING = `${CYCLE}/filings/:filing`
const MOST_CYCLES = 200
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

type Typed = Readonly<Record<string, string>>

/** Filings handed in and taken, and the figures of a cycle or a year. */
export function filingDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>): Promise<Frame> => ({ site, viewer: await viewer(c.var.ctx) })
  const page = async (c: Request<Env>, returned: Returned | null) =>
    filingPage(await frame(c), await viewOfFiling(c.var.ctx, idOf(c), kindOf(c)), returned)
  // What is wrong with a form comes back in the form; anything else is the app's to show.
  const form = async (c: Request<Env>, act: (typed: Typed) => Promise<unknown>) => {
    const typed = await textsOf(c)
    try {
      await act(typed)
      return c.redirect(`/desk/cycles/${idOf(c)}/filings/${kindOf(c)}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await page(c, { message: error.message, typed }), statusOf(error))
    }
  }
  const file = async (
    c: Request<Env>,
    type: string,
    end: string,
    make: (packet: Awaited<ReturnType<typeof readPacket>>) => Uint8Array | Promise<Uint8Array>,
  ) => {
    const packet = await readPacket(c.var.ctx, { cycleId: idOf(c), kind: kindOf(c) })
    return c.body(new Uint8Array(await make(packet)), 200, {
      'Content-Type': type,
      'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(packetTitle(packet))}.${end}`,
    })
  }

  return new Hono<Env>()
    .get(FILING, async (c) => c.html(await page(c, null)))
    .post(FILING, (c) =>
      form(c, (typed) =>
        submitFiling(c.var.ctx, {
          cycleId: idOf(c),
          kind: kindOf(c),
          texts: Object.fromEntries(
            WRITTEN_ITEMS.flatMap((item) => (typed[item] ? [[item, typed[item]]] : [])),
          ),
        }),
      ),
    )
    .post(`${FILING}/acceptance`, (c) =>
      form(c, ({ digest = '' }) => takeFiling(c.var.ctx, { cycleId: idOf(c), kind: kindOf(c), digest })),
    )
    .post(`${FILING}/return`, (c) =>
      form(c, (typed) =>
        returnFiling(c.var.ctx, {
          cycleId: idOf(c),
          kind: kindOf(c),
          digest: typed.digest ?? '',
          defects: (Object.keys(PACKET_ITEMS) as PacketItem[]).map((item) => ({
            item,
            text: typed[`defect-${item}`] ?? '',
          })),
        }),
      ),
    )
    .get(`${FILING}/packet.pdf`, (c) => file(c, 'application/pdf', 'pdf', packetPdf))
    .get(`${FILING}/packet.xlsx`, (c) => file(c, XLSX, 'xlsx', packetWorkbook))
    .get(`${CYCLE}/figures`, async (c) => {
      const { ctx } = c.var
      const cycle = await findCycle(ctx, ctx.database.read, idOf(c))
      const figures = await figuresOf(ctx.database.read, [cycle.id])
      return c.html(figuresPage(await frame(c), { cycle, year: cycle.year, cycles: 1, figures }))
    })
    .get('/desk/figures', async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'cycles.see')
      const asked = Number(c.req.query('year') ?? ctx.today().slice(0, 4))
      const year =
        Number.isInteger(asked) && asked >= 2000 && asked <= 2100 ? asked : Number(ctx.today().slice(0, 4))
      const { items } = await listCycles(ctx, ctx.database.read, { limit: MOST_CYCLES, year })
      const figures = await figuresOf(
        ctx.database.read,
        items.map(({ id }) => id),
      )
      return c.html(figuresPage(await frame(c), { cycle: null, year, cycles: items.length, figures }))
    })
}

const idOf = (c: Request<Env>): string => c.req.param('cycleId') ?? ''

function kindOf(c: Request<Env>): FilingKind {
  const kind = FILING_KINDS.find((each) => each === c.req.param('filing'))
  if (!kind) throw nothingHere()
  return kind
}

async function textsOf(c: Request<Env>): Promise<Typed> {
  const fields = await postedForm(c)
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
