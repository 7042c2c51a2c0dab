import { narrow, print } from './style-media.ts';

/** Colours by what they mean, light and dark, each readable on its ground. */
const colours = `
:root{color-scheme:light dark;--ground:#fcfcfa;--card:#fff;--ink:#1d2126;--quiet:#5a626b;--line:#e2e2dc;--link:#175a9e;
--add:#17663a;--change:#7d5000;--remove:#a3231b;--move:#175a9e;--calm:#5a626b;
--add-ground:#e6f4ea;--change-ground:#fbf0d9;--remove-ground:#fbe9e7;--move-ground:#e6eff9;--calm-ground:#f0f0ec}
@media screen and (prefers-color-scheme:dark){:root{--ground:#15181b;--card:#1b1f23;--ink:#e3e5e8;--quiet:#a0a8b1;--line:#31373d;--link:#86b8f2;
--add:#77cb96;--change:#e5b660;--remove:#f39a91;--move:#86b8f2;--calm:#a0a8b1;
--add-ground:#1a2f22;--change-ground:#33290f;--remove-ground:#3a1f1d;--move-ground:#1a2a3d;--calm-ground:#24292e}}
.add{--tone:var(--add);--tone-ground:var(--add-ground)}
.change,.drift,.warning,.sparkform{--tone:var(--change);--tone-ground:var(--change-ground)}
.remove,.conflict,.error,.person{--tone:var(--remove);--tone-ground:var(--remove-ground)}
.move{--tone:var(--move);--tone-ground:var(--move-ground)}
.calm,.git,.notice{--tone:var(--calm);--tone-ground:var(--calm-ground)}`;

const text = `
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0 auto;max-width:70rem;padding:2.5rem 1.5rem 4rem;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:anywhere}
h1{margin:0;font-size:1.75rem;line-height:1.2;font-weight:400;letter-spacing:-.01em}
h1 b{font-weight:650}
h2{margin:0 0 .75rem;font-size:1.2rem;font-weight:650}
h3{margin:1.25rem 0 .5rem;font-size:1rem;font-weight:600}
p{margin:.25rem 0}
a{color:var(--link)}
small{font-size:.85em}
time small{display:block;white-space:nowrap}
.legend{color:var(--quiet);font-size:.9rem}
code,del,ins,.pairs tbody th{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.85em}
b,code,del,ins,i{unicode-bidi:isolate}
strong.add,strong.change,strong.remove{color:var(--tone)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
[hidden]{display:none!important}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.skip{position:absolute;left:-999rem}
.skip:focus{left:1rem;top:.5rem;padding:.25rem .75rem;background:var(--card)}
.facts,.count,footer,small,i{color:var(--quiet)}
i{font-style:normal}
.count{font-weight:400}`;

const top = `
.verdict{margin:1.25rem 0 0;font-size:1.15rem}
.totals{display:flex;flex-wrap:wrap;gap:.5rem 2rem;margin:1.25rem 0 0;padding:0;list-style:none;color:var(--quiet)}
.totals b{display:block;font-size:1.9rem;font-weight:600;line-height:1.15;color:var(--tone);font-variant-numeric:tabular-nums}
.totals .none b{color:var(--line)}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:1.5rem 0 0;padding:.6rem 0;border-block:1px solid var(--line);list-style:none;color:var(--quiet)}
section{margin-top:2.5rem}
footer{margin-top:4rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.9rem}`;

const filter = `
search{display:flex;flex-wrap:wrap;gap:.75rem 2rem;align-items:end;margin-bottom:1rem}
search .query{flex:1 0 100%;color:var(--quiet);font-size:.9rem}
search input[type=search]{display:block;width:100%;margin-top:.15rem;padding:.5rem .75rem;border:1px solid var(--quiet);border-radius:6px;background:var(--card);color:var(--ink);font:inherit;font-size:1rem}
fieldset{display:flex;flex-wrap:wrap;gap:.35rem;margin:0;padding:0;border:0;min-width:0}
legend{padding:0 0 .15rem;color:var(--quiet);font-size:.9rem}
fieldset label{position:relative}
fieldset input{position:absolute;inset:0;width:100%;height:100%;margin:0;opacity:0;cursor:pointer}
fieldset span,button{display:block;padding:.15rem .65rem;border:1px solid var(--line);border-radius:6px;background:var(--card);color:var(--ink);font:inherit;font-size:.9rem}
fieldset :checked+span{border-color:var(--link);background:var(--move-ground);box-shadow:inset 0 0 0 1px var(--link)}
fieldset :focus-visible+span{outline:2px solid var(--link);outline-offset:2px}
fieldset label:hover span,button:hover{border-color:var(--quiet)}
button{cursor:pointer}
.tools{flex:1 0 100%;display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.tools p{flex:1;margin:0;font-weight:600}`;

const list = `
.rows{margin:0;padding:0;list-style:none;border-top:1px solid var(--line)}
.rows>li,.brief>li{display:block}
.rows>li{border-bottom:1px solid var(--line)}
.many>li{content-visibility:auto;contain-intrinsic-size:auto 3.9rem}
summary{cursor:pointer}
.rows summary,.flat{display:block;position:relative;padding:.6rem 0 .6rem 7.15rem}
summary>.label,.flat>.label{position:absolute;left:1.4rem;top:.65rem}
.rows summary::before{content:"";position:absolute;left:.35rem;top:1.05rem;border:.3rem solid transparent;border-left-color:var(--quiet);border-right:0}
.rows details[open]>summary::before{transform:rotate(90deg)}
.rows summary::-webkit-details-marker{display:none}
.rows summary:hover b{text-decoration:underline}
.label{display:inline-block;min-width:5.2rem;margin-right:.3rem;padding:0 .5rem;border-radius:4px;background:var(--tone-ground);color:var(--tone);font-size:.85rem;text-align:center}
.alarm{padding:0 .4rem;border:1px solid currentColor;border-radius:4px;color:var(--change);font-size:.8rem}
.rows b{font-weight:600}
summary p,.flat p{margin:0;color:var(--quiet)}
summary code,.flat code{margin-right:1rem}
.detail{padding:0 0 1.25rem 7.15rem}
.plain{margin-top:1rem}
.plain>summary{padding:.35rem 0;font-weight:600}
.brief{margin:0;padding:0;list-style:none;border-top:1px solid var(--line)}
.brief li{color:var(--quiet);padding:.2rem 0}
.brief.many>li{contain-intrinsic-size:auto 1.9rem}
.brief b{margin-right:.75rem;color:var(--ink);font-weight:500}

.also{margin:.75rem 0 0;padding-left:1.1rem;color:var(--quiet)}
.notes{margin:0;padding:0;list-style:none}
.notes li{margin-bottom:.6rem;padding:.6rem .9rem;border-left:3px solid var(--tone);background:var(--tone-ground);border-radius:0 6px 6px 0}
.notes li b{color:var(--tone)}
.hint::before{content:"→ ";color:var(--quiet)}`;

const tables = `
table{width:100%;border-collapse:collapse;margin:.5rem 0 0}
th,td{padding:.3rem .75rem .3rem 0;text-align:left;vertical-align:top;font-weight:400;border-bottom:1px solid var(--line)}
tbody tr:last-child>*{border-bottom:0}
thead th{color:var(--quiet);font-size:.85rem}
tbody th{font-weight:500}
.number{font-variant-numeric:tabular-nums}
.pairs{table-layout:fixed}
.pairs thead th:first-child{width:23%}
.pairs thead th:nth-child(4){width:5rem}
.pairs thead th:nth-child(5){width:23%}
.pairs.drift thead th:nth-child(4){width:24%}
.pairs.drift thead th:nth-child(5){width:13%}
.pairs.create thead th:nth-child(3){width:30%}
.pairs td{font-size:.9em}
del,ins{white-space:pre-wrap;font-size:.95em}
del,ins{padding:.05rem .3rem;border-radius:3px;text-decoration:none;box-decoration-break:clone;-webkit-box-decoration-break:clone}
del{background:var(--remove-ground);color:var(--remove)}
ins{background:var(--add-ground);color:var(--add)}
.cause{color:var(--tone)}
.steps{table-layout:fixed}
.steps thead th:first-child{width:23%}
.steps thead th:nth-child(2){width:12%}
.tokens{table-layout:fixed}
.tokens thead th:first-child{width:20%}
.tokens thead th:nth-child(2),.tokens thead th:nth-child(3){width:13%}
.tokens .axis{padding-right:1.5rem}
.tokens thead th:last-child{width:20%}
.tokens td.person{color:var(--remove)}
.tokens .past{color:var(--remove)}
svg{display:block;overflow:visible;font-size:.75rem}
svg text{fill:var(--quiet);text-anchor:middle}
.tick{stroke:var(--line)}
.life{stroke:var(--quiet);stroke-opacity:.5;stroke-width:2}
circle{fill:var(--tone)}
.refresh{stroke:var(--tone);stroke-width:3}
svg .past{--tone:var(--remove)}
svg .soon{--tone:var(--change)}
svg .later{--tone:var(--add)}`;

/** The style of every page. */
export const styleSheet = [colours, text, top, filter, list, tables, narrow, print].join('');
