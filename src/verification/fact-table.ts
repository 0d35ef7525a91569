// Bundled into pages: no node modules here.
import { draw, type Html } from '../web/draw.ts'

export type Fact = readonly [label: string, value: Html | string]

/** What is known of one thing, as ../web/table.tsx draws it: a row each, its label heading the row. */
export const factTable = (caption: string, facts: readonly (Fact | false)[]): Html =>
  draw`<table class="facts"><caption>${caption}</caption><tbody>${facts
    .filter((fact) => fact !== false)
    .map(([label, value]) => draw`<tr><th scope="row">${label}</th><td>${value}</td></tr>`)}</tbody></table>`
