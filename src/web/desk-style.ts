import { COLOURS } from './style.ts'

const c = COLOURS

/** What the desks need beyond the public sheet: a menu, dense tables, side-by-side differences, forms in a row. */
export const DESK_STYLE = `
.desk .wide{max-width:76rem}
.desk{font-size:.9375rem;line-height:1.6}
.desk h1{font-size:1.5rem}
.desk h2{font-size:1.125rem;margin:2rem 0 .75rem}
.desk .card h2{margin-top:0}
.desk .card .hint+.field,.desk .card .hint+.row{margin-top:1rem}
.desk summary{color:inherit;font-size:1.125rem;font-weight:700;cursor:pointer}
.desk details[open] summary{margin-bottom:.75rem}
.desk table{margin:0 0 1rem}
.desk th,.desk td{padding:.5rem .75rem}
.desk caption{font-size:.9375rem;font-weight:400;color:${c.soft};padding-bottom:.25rem}
.desk td.number,.desk th.number{text-align:right;font-variant-numeric:tabular-nums}
.desk button,.desk .button{padding:.5rem 1.25rem}
.rows button{white-space:nowrap}
.desk input,.desk textarea,.desk select{padding:.5rem .625rem}
input[type=checkbox],input[type=radio]{display:inline-block;width:1.125rem;height:1.125rem;margin:0 .5rem 0 0;padding:0;vertical-align:-.125rem;-webkit-appearance:auto;appearance:auto}
.choice{display:block;margin:.25rem 0;font-weight:400}
fieldset{border:0;margin:0 0 1.25rem;padding:0}
legend{font-weight:700;padding:0;margin-bottom:.25rem}

.who{flex:none;margin-left:1rem;text-align:right;font-size:.8125rem;line-height:1.4;color:#dbe5f1}
.who b{display:block;color:#fff;font-size:.9375rem}
.who a{display:block;max-width:24em;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;color:#dbe5f1}
.who form{display:inline}
.who button{padding:0;margin-left:.75rem;background:none;border:0;color:#fff;font-weight:400;text-decoration:underline;font-size:.8125rem}
.menu{background:${c.wash};border-bottom:1px solid ${c.line};font-size:.9375rem}
.menu ul{list-style:none;padding-top:0;padding-bottom:0;display:flex;flex-wrap:wrap}
.menu li{margin:0 1.5rem 0 0}
.menu a{display:block;padding:.625rem 0;text-decoration:none;border-bottom:3px solid transparent}
.menu a:hover{border-color:${c.line}}
.menu a[aria-current=page]{color:${c.ink};font-weight:700;border-color:${c.blue}}
.count{display:inline-block;min-width:1.375rem;margin-left:.375rem;padding:0 .375rem;border-radius:.75rem;background:${c.blue};color:#fff;font-size:.75rem;line-height:1.375rem;text-align:center;font-weight:700}
.crumbs{margin:0 0 .75rem;font-size:.875rem;color:${c.soft}}

.row{display:flex;flex-wrap:wrap;align-items:flex-end;margin:0 -.5rem .5rem}
.row>*{margin-left:.5rem;margin-right:.5rem}
.row .field{flex:1 1 12rem;max-width:30rem}
.row button{margin-bottom:1.25rem}
.actions{display:flex;flex-wrap:wrap;margin:1.25rem -.5rem}
.actions>*{margin:0 .5rem .5rem}
.desk td .actions{margin:-.125rem -.5rem -.5rem}
button.quiet,.button.quiet{color:${c.blue};background:${c.paper}}
button.quiet:hover,.button.quiet:hover{color:${c.deep};background:${c.wash}}
button.danger{background:${c.notValid};border-color:${c.notValid}}
.state{display:inline-block;padding:0 .5rem;border:1px solid ${c.line};border-radius:.25rem;background:${c.wash};font-size:.875rem;white-space:nowrap}
.state.good{color:${c.valid};border-color:${c.valid};background:${c.paper}}
.state.bad{color:${c.notValid};border-color:${c.notValid};background:${c.paper}}
.state.wait{color:${c.cannotTell};border-color:${c.cannotTell};background:${c.paper}}
.changed del{color:${c.notValid};text-decoration:line-through}
.changed ins{color:${c.valid};text-decoration:none;font-weight:700}
.figures{display:flex;flex-wrap:wrap;margin:0 -.5rem 1rem;padding:0;list-style:none}
.figures li{flex:1 1 7.25rem;margin:0 .5rem .75rem;padding:.75rem 1rem;border:1px solid ${c.line};border-radius:.5rem}
.figures b{display:block;font-size:1.625rem;line-height:1.2;font-variant-numeric:tabular-nums}
.secret{font-size:1.25rem;word-break:break-all;background:${c.wash};border:1px dashed #6b7787;border-radius:.25rem;padding:.75rem 1rem}
.tree{list-style:none;padding-left:0}
.tree .tree{padding-left:1.5rem;border-left:1px solid ${c.line};margin-left:.25rem}
.lines{white-space:pre-wrap}
.paper{max-width:46rem}
.paper h1{text-align:center;margin:1.5rem 0}
.paper .prose{text-indent:2em}
.paper .signed{text-align:right;margin-top:2rem}
.scan{display:flex;align-items:center;margin:1rem 0 0}
.scan p{margin:0;word-break:break-all}
.qr{flex:none;width:7.5rem;height:7.5rem;margin-right:1rem}
.desk .card>.field>select{max-width:46rem}
.narrow{max-width:30rem}
.course{list-style:none;margin:0 0 2rem .5rem;padding:0;border-left:2px solid ${c.line}}
.course li{position:relative;margin:0;padding:0 0 1rem 1.5rem}
.course li:before{content:"";position:absolute;left:-.4375rem;top:.5rem;width:.75rem;height:.75rem;border:2px solid ${c.line};border-radius:50%;background:${c.paper}}
.course li.done:before{border-color:${c.valid};background:${c.valid}}
.course li.late:before{border-color:${c.notValid};background:${c.notValid}}
.course li.open:before{border-color:${c.cannotTell}}
.course p{margin:0 0 .125rem}
.station{font-size:1rem}
.desk .clause{margin:0 0 .25rem;font-size:.875rem;color:${c.soft}}
.desk .clause summary,.desk .chart summary{font-size:.875rem;font-weight:400}
.desk .clause[open] summary{margin-bottom:.25rem}
.chart svg{display:block;width:100%;max-width:28rem;height:auto}
.chart text{font-size:14px;fill:${c.ink}}
.chart .stood{fill:${c.paper};stroke:${c.blue};stroke-width:1.5}
.chart .approved{fill:${c.blue};stroke:${c.blue};stroke-width:1.5}
p.line{margin:0}
.maps{overflow-x:auto;margin:0 0 1rem}
.map{display:block;width:100%;min-width:56rem;height:auto;margin:0 0 .5rem}
.map.mark{display:inline-block;width:.875rem;min-width:0;margin:0 .375rem 0 0;vertical-align:baseline}
.marks{list-style:none;margin:0 0 .5rem;padding:0;font-size:.875rem}
.marks li{display:inline-block;margin:0 1.25rem 0 0}
.rows summary{font-size:1rem;font-weight:400}
.map.trend{min-width:0;max-width:28rem}
.map text{font-size:11px;fill:${c.ink}}
.map a text{fill:${c.blue};text-decoration:underline}
.map .accepted{fill:#1c2a3a}
.map .in-proof{fill:${c.cannotTell}}
.map .zero{fill:none;stroke:${c.ink};stroke-width:1.25}
.map .open{fill:none;stroke:#8a94a3;stroke-width:1}
.map .late{fill:none;stroke:${c.notValid};stroke-width:1.5}
.map .line{fill:none;stroke:${c.blue};stroke-width:2}
.map .whole{fill:none;stroke:${c.line};stroke-width:1;stroke-dasharray:4 3}
.one{margin-right:.75rem}
@media (max-width:30em){.who b{max-width:9em}.row .field{flex-basis:100%;max-width:none}.desk .brand-of{display:none}.desk .rows td,.desk .rows th{padding:.125rem 0 .125rem 6.25rem}.desk .actions>*{flex:1 1 100%;margin:0 .5rem .5rem}}
@media print{.unprinted{display:none}.maps{overflow:visible}.map{min-width:0;page-break-inside:avoid}.scan,.signed{page-break-inside:avoid}.qr{width:30mm;height:30mm}.course li,.chart{page-break-inside:avoid}.menu,.who form,.actions{display:none}}
`
