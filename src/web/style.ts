/** Design tokens. Red means "no" and the seal, nothing else; every pair used for text has contrast >= 4.5. */
export const COLOURS = {
  ink: '#18222f',
  soft: '#4c5969',
  line: '#d3dae3',
  paper: '#ffffff',
  wash: '#f3f5f8',
  blue: '#174a86',
  deep: '#0f3460',
  valid: '#12663b',
  notValid: '#b3221b',
  cannotTell: '#7d4e00',
} as const

const FONTS =
  '-apple-system,BlinkMacSystemFont,"PingFang SC","HarmonyOS Sans SC","MiSans","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC","Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif'
// Otherwise quotation marks in English come from a Chinese font, two letters wide.
const LATIN = '-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial'
// Names reach beyond what phones draw by default: the second half asks for fonts with the rare characters.
const NAME_FONTS = `${FONTS.replace(',sans-serif', '')},"SimSun-ExtB","MingLiU-ExtB","HanaMinB","Plangothic P1",sans-serif`

const c = COLOURS

// Flex and block only, no gap, no custom properties: a WebView of 2016 draws the same page.
export const STYLE = `
*{box-sizing:border-box}
html{font-size:16px;-webkit-text-size-adjust:100%;text-size-adjust:100%;color-scheme:light}
body{margin:0;background:${c.paper};color:${c.ink};font:1rem/1.7 ${FONTS};overflow-wrap:break-word;word-wrap:break-word}
html[lang=en] body{font-family:${LATIN},${FONTS}}
.wide{max-width:46rem;margin:0 auto;padding:0 1rem}
a{color:${c.blue};text-underline-offset:.2em}
a:hover{color:${c.deep};text-decoration-thickness:2px}
:focus{outline:3px solid #f0a830;outline-offset:2px}
main:focus{outline:0}
h1,h2,h3{line-height:1.35;margin:0;font-weight:700}
h1{font-size:1.75rem;margin:0 0 1rem}
h2{font-size:1.25rem;margin:2.5rem 0 .75rem}
h3{font-size:1.0625rem;margin:0 0 .25rem}
p{margin:0 0 1rem}
ul,ol{margin:0 0 1rem;padding-left:1.4em}
li{margin:.25rem 0}
.lead{font-size:1.125rem;color:${c.soft}}
.soft{color:${c.soft}}
.small{font-size:.875rem;line-height:1.6}
.whole{display:inline-block}
code,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.9375em}
.name{font-family:${NAME_FONTS}}
.skip{position:absolute;left:-999rem;top:0;padding:.5rem 1rem;background:${c.paper};z-index:1}
.skip:focus{left:0}

.top{background:${c.deep};color:#fff}
.top .wide{display:flex;align-items:center;min-height:3.25rem;padding-top:.5rem;padding-bottom:.5rem}
.top a{color:#fff}
.brand{display:flex;align-items:center;flex:1;min-width:0;text-decoration:none;line-height:1.3}
.brand:hover .brand-name{text-decoration:underline}
.brand svg{flex:none;width:1.75rem;height:1.75rem;margin-right:.625rem}
.brand-name{font-size:1.125rem;font-weight:700;letter-spacing:.12em;white-space:nowrap}
html[lang=en] .brand-name{letter-spacing:.02em}
.brand-of{font-size:.8125rem;color:#dbe5f1;margin-left:.75rem;padding-left:.75rem;border-left:1px solid #55749a}
.switch{flex:none;margin-left:1rem;font-size:.875rem;padding:.375rem 0;white-space:nowrap}
main{padding-top:1.5rem!important;padding-bottom:3rem!important;min-height:60vh}
.foot{background:${c.wash};border-top:1px solid ${c.line};padding:1.5rem 0 2.5rem;font-size:.875rem;line-height:1.7}
.foot h2{font-size:1rem;margin:0 0 .5rem}
.foot ul{margin-bottom:.75rem}
.foot .mono{word-break:break-word}

.verdict{color:#fff;border:.25rem solid;border-radius:.5rem;padding:1.25rem 1.25rem 1rem;margin:0 0 1.5rem}
.verdict.valid{background:${c.valid};border-color:${c.valid}}
.verdict.not-valid{background:${c.notValid};border-color:${c.notValid}}
.verdict.cannot-tell{background:${c.cannotTell};border-color:${c.cannotTell}}
.verdict.historical{background:${c.deep};border-color:${c.deep}}
.verdict-head{display:flex;align-items:center}
.verdict-head svg{flex:none;width:3.5rem;height:3.5rem;margin-right:1rem}
.verdict h1{font-size:3.25rem;line-height:1.15;letter-spacing:.08em;margin:0}
.verdict h1.long{font-size:2.375rem;letter-spacing:.02em}
.verdict h1.longest{font-size:2.1875rem;letter-spacing:0}
.verdict-note{font-size:1.25rem;line-height:1.45;font-weight:700;margin:.75rem 0 0}
.verdict-note span{display:inline-block;background:#fff;border-radius:.25rem;padding:.125rem .625rem}
.valid .verdict-note span{color:${c.valid}}
.not-valid .verdict-note span{color:${c.notValid}}
.cannot-tell .verdict-note span{color:${c.cannotTell}}
.historical .verdict-note span{color:${c.deep}}
.verdict-who{font-size:1.375rem;line-height:1.4;margin:.75rem 0 0}
.verdict-who b,.verdict-who span{display:inline-block;margin-right:.75rem}
.verdict-line{margin:.75rem 0 0}

table{width:100%;border-collapse:collapse;margin:2rem 0 1rem}
caption{text-align:left;font-size:1.25rem;font-weight:700;line-height:1.35;padding:0 0 .75rem}
th,td{text-align:left;vertical-align:top;padding:.625rem .75rem;border-bottom:1px solid ${c.line};font-weight:400}
thead th{border-bottom:2px solid ${c.blue};font-weight:700}
.facts{table-layout:fixed;border-top:2px solid ${c.blue}}
.facts th{width:11rem;color:${c.soft};padding-left:0}
.facts td{padding-right:0}
.facts td b{font-weight:700}

.field{margin:0 0 1.25rem}
.field label{display:block;font-weight:700}
.must{font-weight:400;color:${c.soft};font-size:.875rem;margin-left:.5em}
.hint{margin:0;color:${c.soft};font-size:.875rem}
.wrong{margin:0;color:${c.notValid};font-weight:700}
input,select,textarea{display:block;width:100%;max-width:30rem;margin-top:.375rem;padding:.625rem .75rem;font:inherit;color:inherit;background:${c.paper};border:1px solid #6b7787;border-radius:.25rem;-webkit-appearance:none;appearance:none}
details{margin:0 0 1.25rem}
summary{color:${c.blue};cursor:pointer;padding:.25rem 0}
details[open] summary{margin-bottom:.75rem}
select{-webkit-appearance:menulist}
input[type=file]{padding:.5rem;border-style:dashed;background:${c.wash}}
textarea{max-width:none;min-height:6.5rem}
.bad input,.bad textarea,.bad select{border:2px solid ${c.notValid}}
button,.button{display:inline-block;padding:.6875rem 1.75rem;font:inherit;font-weight:700;color:#fff;background:${c.blue};border:1px solid ${c.blue};border-radius:.25rem;text-decoration:none;cursor:pointer;-webkit-appearance:none;appearance:none}
button:hover,.button:hover{background:${c.deep};color:#fff}
[hidden]{display:none!important}
button.plain,.button.plain{color:${c.blue};background:${c.paper}}
button.plain:hover,.button.plain:hover{color:${c.deep};background:${c.wash}}
button+.button,button+button,.button+.button{margin-left:.75rem}
.drop{display:block;width:100%;color:${c.ink};font-weight:400;background:${c.wash};border:2px dashed #6b7787;border-radius:.5rem;padding:1.75rem 1rem;margin:0 0 1.25rem;text-align:center}
.drop:hover,.drop.over{color:${c.ink};background:#e6eef8;border-color:${c.blue}}
.drop b,.drop span{display:block}
.drop span{color:${c.soft};font-size:.875rem}
.viewfinder{display:block;width:100%;max-height:60vh;background:#000;border-radius:.5rem;margin:0 0 1rem}
.unseen{position:absolute;left:-999rem}
p:empty{display:none}
.hint+button{margin-top:.75rem}
.unseen+.hint{margin:.75rem 0 0}
#result{border-bottom:1px solid ${c.line};margin:0 0 2.5rem}
.card{border:1px solid ${c.line};border-radius:.5rem;padding:1.25rem;margin:0 0 1.25rem}
.card h2{margin-top:0}
.card>:last-child{margin-bottom:0}
.note{border-left:.25rem solid ${c.blue};background:${c.wash};padding:.875rem 1rem;margin:0 0 1.25rem}
.note>:last-child{margin-bottom:0}
.note.error{border-color:${c.notValid}}
.note h1{font-size:1.25rem;margin:0 0 .25rem}
.judged{display:flex;flex-direction:column}
.judged .verdict{order:1}
.in-page{order:2;color:${c.soft};margin:-.5rem 0 1.25rem}
.in-page[data-state=ok]{color:${c.valid};font-weight:700}
.in-page[data-state=bad]{order:0;color:#fff;background:${c.notValid};font-size:1.5rem;line-height:1.45;font-weight:700;padding:1.25rem;margin:0 0 1rem;border-radius:.5rem}
.in-page[data-state=bad]~.verdict{background:${c.wash};border-color:${c.line};color:${c.soft};padding:1rem}
.in-page[data-state=bad]~.verdict svg{width:1.5rem;height:1.5rem;margin-right:.5rem}
.in-page[data-state=bad]~.verdict h1{font-size:1.25rem}
.empty{text-align:center;color:${c.soft};border:1px dashed ${c.line};border-radius:.5rem;padding:2rem 1rem}
html .printed{display:none}
progress{display:block;width:100%;height:.75rem}
.roll th,.roll td{padding:.4375rem .5rem}
.roll tbody th,.roll b{font-weight:700}
.roll .no{width:3.75rem;padding-left:0}
.whole,.roll .no,.roll tbody th{white-space:nowrap}
.code{max-width:20rem}
.leave{margin-top:2rem}
.ways{list-style:none;padding:0}
.ways li{border-top:1px solid ${c.line};padding:.75rem 0;margin:0}

@media (min-width:48em){
html{font-size:17px}
main{padding-top:2.5rem!important}
.verdict{padding:2rem 2rem 1.5rem}
.verdict-head svg{width:4.5rem;height:4.5rem;margin-right:1.5rem}
.verdict h1{font-size:4rem}
.verdict h1.long,.verdict h1.longest{font-size:3.5rem}
.verdict-who{font-size:1.5rem}
}
@media (max-width:30em){
.brand-of{font-size:.75rem;margin-left:.5rem;padding-left:.5rem}
.facts th{width:6.25rem}
html[lang=en] .facts th{width:7.75rem}
th,td{padding-left:.5rem}
.rows thead{position:absolute;left:-999rem}
.rows,.rows tbody,.rows tr,.rows td,.rows th,.rows caption{display:block}
.rows tr{border-top:2px solid ${c.line};padding:.5rem 0}
.rows td,.rows th{border:0;padding:.125rem 0 .125rem 6.25rem;text-indent:-6.25rem}
.rows td>*,.rows th>*,.rows td::before,.rows tbody th::before{text-indent:0}
.rows td::before,.rows tbody th::before{content:attr(data-label);display:inline-block;width:6.25rem;color:${c.soft};font-weight:400}
button,.button{width:100%;text-align:center}
.roll thead{position:absolute;left:-999rem}
.roll,.roll caption,.roll tbody,.roll tr,.roll tbody th,.roll td{display:block;border:0}
.roll tr{position:relative;padding:.5rem 0 .5rem 3.25rem;border-bottom:1px solid ${c.line}}
.roll tbody th,.roll td{padding:0;white-space:normal}
.roll .no{position:absolute;left:0;width:3rem}
.roll .no a{padding:.25rem 0}
button+.button,button+button,.button+.button{margin:.75rem 0 0}
}
pre{white-space:pre-wrap;overflow-wrap:anywhere;background:${c.wash};border-left:.25rem solid ${c.line};padding:.875rem 1rem;line-height:1.6}

@media print{
@page{margin:14mm}
.code{max-width:60mm}
html{font-size:10pt}
body{line-height:1.5}
.top,.skip,.switch,form,.screen{display:none!important}
html .printed{display:block}
th,td{padding-top:.25rem;padding-bottom:.25rem}
table{margin:.75rem 0 .5rem}
caption{padding-bottom:.25rem}
.verdict{background:none!important;color:#000;padding:.75rem}
.verdict-note span{border:1px solid;padding:.125rem .5rem}
.foot{background:none;padding:.5rem 0}
main{min-height:0;padding:0!important}
.note{background:none;padding:.25rem 1rem;margin-bottom:.5rem}
.in-page{color:#000!important;background:none!important;padding:0!important;margin:0 0 .5rem!important}
.wide{max-width:none;padding:0}
.verdict{margin-bottom:.75rem}
.verdict h1{font-size:2.5rem}
.verdict-head svg{width:2.5rem;height:2.5rem}
.verdict p{margin-top:.375rem}
.foot h2,.foot p{margin-bottom:.25rem}
a{color:inherit;text-decoration:none}
tr,.card,.note{page-break-inside:avoid}
.roll th,.roll td{padding:.1875rem .375rem}
thead{display:table-header-group}
}
`
