/** What is other on a tablet and on a telephone: tables become lists, in which each cell says what it is. */
export const narrow = `
@media (max-width:60rem){.detail{padding-left:1.4rem}}
@media (max-width:44rem){
body{padding:1.5rem 1rem 3rem}
.totals{gap:.5rem 1.5rem}
.totals b{font-size:1.5rem}
.rows summary,.flat{padding-left:1.4rem}
summary>.label,.flat>.label{position:static}
summary code,.flat code{display:block}
.detail{padding-left:0}
.detail table,.detail tbody,.detail tr,.detail tbody th,.detail td,.tokens,.tokens tbody,.tokens tr,.tokens tbody th,.tokens td,.hazards,.hazards tbody,.hazards tr,.hazards tbody th,.hazards td{display:block;border:0;padding:.1rem 0}
.detail thead,.tokens thead,.hazards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{padding:.5rem 0;border-bottom:1px solid var(--line)!important}
tbody tr:last-child{border-bottom:0!important}
tbody th{font-weight:600}
td:not([colspan]):not(.axis){position:relative;min-height:1.7rem;padding-left:6.5rem!important}
.hazards td:nth-child(n+3),.tokens td:last-child,.steps td:nth-child(n+3){padding-left:0!important}
td::before{position:absolute;left:0;color:var(--quiet);font-family:system-ui,sans-serif;font-size:.85rem}
td:empty{display:none}
.pairs td:nth-child(2):not([colspan])::before{content:"Live"}
.pairs td:nth-child(3)::before{content:"Declared"}
.pairs td:nth-child(4)::before{content:"Cause"}
.pairs td:nth-child(5)::before{content:"Where"}
.pairs.create td:nth-child(2):not([colspan])::before{content:"Declared"}
.pairs.create td:nth-child(3)::before{content:"Where"}
.pairs.drift td:nth-child(2)::before{content:"Applied"}
.pairs.drift td:nth-child(3)::before{content:"Live"}
.pairs.drift td:nth-child(4)::before{content:"Acknowledged"}
.tokens td:nth-child(2)::before{content:"Access"}
.tokens td:nth-child(3)::before{content:"Refresh"}
.tokens .axis{padding-right:0}
.tools p{flex:1 0 100%}
.hazards td:nth-child(2)::before{content:"Holds"}
}`;

/** What is other on paper: everything open, nothing to click. */
export const print = `
@media print{
:root{--ground:#fff;--card:#fff;--ink:#000;--quiet:#444;--line:#bbb}
body{max-width:none;padding:0;font-size:10pt}
search,.skip,nav{display:none!important}
.many>li{content-visibility:visible}
li,tr{break-inside:avoid}
.rows details::details-content{content-visibility:visible;block-size:auto}
a{color:inherit;text-decoration:none}
}`;
