import type { Hostile } from './hostile.ts'

/** Attacks and oddities by what of the language they use. */
export const hostileLanguage: readonly Hostile[] = [
  // Patterns and texts.
  {
    name: 're-nested-lookaheads',
    code: 'new RegExp("(?=".repeat(1e4)+"a"+")".repeat(1e4)).test("a")',
    expected: ['timeout', 'memory', 'error', 'stack', 'value'],
  },
  {
    name: 're-many-groups',
    code: 'new RegExp("(a)|".repeat(3e4)+"b").exec("b".repeat(100))?.length',
    expected: ['timeout', 'memory', 'error', 'stack', 'value'],
  },
  {
    name: 're-sticky',
    code: 'const r=/(?:a|a?)+b/y; for(;;){r.lastIndex=0; r.test("a".repeat(30))}',
    expected: ['timeout', 'memory'],
  },
  {
    name: 're-unicode-sets',
    code: '/^[\\p{L}--[a-z]]+(?:[\\p{L}&&\\p{ASCII}]+)+$/v.test("é".repeat(30)+"a".repeat(40)+"!")',
    expected: ['timeout', 'memory', 'error', 'value:false'],
  },
  {
    name: 're-matchall',
    code: '[..."a".repeat(300).matchAll(/(?=(a*)*b)|(a+)+?$|/g)].length',
    expected: ['timeout', 'memory', 'value'],
  },
  {
    name: 're-exec-override',
    code: 'const r=/a/g; r.exec=()=>({index:0,0:"",length:1}); "aaa".replace(r,"b")',
    expected: ['timeout', 'memory', 'error', 'value'],
  },
  {
    name: 're-species-split',
    code: 'class R extends RegExp{static get [Symbol.species](){return function(){return {lastIndex:0,exec(){for(;;);}}}}}; "abc".split(new R("b"))',
    expected: ['timeout', 'error'],
  },
  {
    name: 're-huge-class',
    code: 'new RegExp("["+Array.from({length:6e4},(_,i)=>"\\\\u"+i.toString(16).padStart(4,"0")).join("")+"]+$","u").test("a".repeat(1e6)+"\\n!")',
    expected: ['timeout', 'memory', 'error', 'value:false', 'value:true'],
  },
  {
    name: 'deep-regex',
    code: '/(?:a|b)*$/.test("ab".repeat(5e6))',
    expected: ['stack', 'error', 'value', 'memory', 'timeout'],
  },
  {
    name: 'deep-regex-capture',
    code: '/^(?:(a)|(b))*$/.test("ab".repeat(1e6))',
    expected: ['stack', 'error', 'value', 'memory', 'timeout'],
  },
  {
    name: 'str-normalize-grow',
    code: 'let s="\\ufdfa"; for(;;) s=(s+s).normalize("NFKD")',
    expected: ['timeout', 'memory', 'error'],
  },
  {
    name: 'str-join-sparse',
    code: 'const a=[]; a.length=2**32-1; a.join("")',
    expected: ['timeout', 'memory', 'error', 'value'],
  },
  {
    name: 'str-raw-length',
    code: 'String.raw({raw:{length:2**53-1,get 0(){return "a"}}},1)',
    expected: ['timeout', 'memory', 'error'],
  },
  {
    name: 'str-indexof-quadratic',
    code: 'const h="a".repeat(1e6), n="a".repeat(5e5)+"b"; h.indexOf(n)',
    expected: ['timeout', 'memory', 'value'],
  },
  {
    name: 'str-fromcodepoint-array',
    code: 'String.fromCodePoint(...new Array(3e5).fill(0x10ffff)).length',
    expected: ['timeout', 'memory', 'error', 'stack', 'value'],
  },
  {
    name: 'str-lone-surrogate-key',
    code: '({["\\ud800"]:1,["a\\udfff"]:"\\udead"})',
    expected: ['value', 'error'],
  },
  {
    name: 'big-tostring-1e6',
    code: 'String(10n**1000000n).length',
    expected: ['timeout', 'memory', 'error', 'value:1000001'],
  },
  {
    name: 'big-parse-1e6',
    code: 'BigInt("9".repeat(1e6)).toString(16).length',
    expected: ['timeout', 'memory', 'error', 'value'],
  },
  {
    name: 'big-divide-loop',
    code: 'const a=7n**200000n,b=3n**100000n; for(;;) a/b',
    expected: ['timeout', 'memory', 'error'],
  },
  {
    name: 'big-shift-max',
    code: '(1n<<(2n**62n)).toString().length',
    expected: ['timeout', 'memory', 'error'],
  },
  // Arrays, buffers, iterators.
  {
    name: 'arr-length-max-sort',
    code: 'const a=[3,2,1]; a.length=2**32-1; a.sort(); a[0]',
    expected: ['timeout', 'memory', 'error', 'value'],
  },
  {
    name: 'arr-sort-mutates',
    code: 'const a=Array.from({length:1e4},(_, i)=>i*7919%10007); a.sort((x,y)=>{a.length=0;a.push(x);return x-y}); a.length',
    expected: ['timeout', 'memory', 'error', 'value'],
  },
  {
    name: 'arr-sort-recursive',
    code: 'function f(){[2,1].sort(()=>{f();return 0})} f()',
    expected: ['stack', 'timeout'],
  },
  {
    name: 'arr-flat-cycle',
    code: 'const a=[];a.push(a,a);a.flat(Infinity)',
    expected: ['timeout', 'memory', 'error', 'stack'],
  },
  {
    name: 'arr-concat-spreadable-2',
    code: 'const o={length:2**32-2,0:1,[Symbol.isConcatSpreadable]:true};[].concat(o,o,o).length',
    expected: ['timeout', 'memory', 'error'],
  },
  {
    name: 'arr-spread-args',
    code: 'Math.max(...Array(1e7).fill(1))',
    expected: ['timeout', 'memory', 'error', 'stack', 'value'],
  },
  {
    name: 'arr-apply-huge',
    code: 'Math.max.apply(null,{length:1e8})',
    expected: ['timeout', 'memory', 'error', 'stack'],
  },
  {
    name: 'arr-fill-arraylike',
    code: 'Array.prototype.fill.call({length:2**53-1},1)',
    expected: ['timeout', 'memory', 'error'],
  },
  {
    name: 'arr-groupby',
    code: 'Object.groupBy({*[Symbol.iterator](){let i=0;for(;;)yield i++}},x=>"k"+x)',
    expected: ['timeout', 'memory', 'error'],
  },
  {
    name: 'arr-tostring-cycle-wide',
    code: 'const a=[];for(let i=0;i<2000;i++)a.push(a,[a]);String(a).length',
    expected: ['timeout', 'memory', 'value', 'stack'],
  },
  {
    name: 'buf-resize-in-sort',
    code: 'const b=new ArrayBuffer(4096,{maxByteLength:8192});const u=new Uint32Array(b).map((_, i)=>i*7919);const w=new Uint32Array(b);w.set(u.subarray(0,1024));w.sort((x,y)=>{b.resize(8);return x-y});w.length',
    expected: ['value', 'error', 'timeout'],
  },
  {
    name: 'buf-resize-in-copywithin',
    code: 'const b=new ArrayBuffer(1<<16,{maxByteLength:1<<17});const u=new Uint8Array(b);u.copyWithin({valueOf(){b.resize(16);return 0}},100,60000);u.length',
    expected: ['value', 'error'],
  },
  {
    name: 'buf-resize-loop',
    code: 'const b=new ArrayBuffer(1,{maxByteLength:2**24});for(;;){b.resize(2**24);b.resize(0)}',
    expected: ['timeout', 'memory', 'error'],
  },
  {
    name: 'buf-shared-many',
    code: 'const a=[];for(;;)a.push(new SharedArrayBuffer(2**24))',
    expected: ['error', 'memory', 'timeout', 'value'],
  },
  {
    name: 'atomics-wait-infinite',
    code: 'Atomics.wait(new Int32Array(new SharedArrayBuffer(8)),0,0,Infinity)',
    expected: ['error', 'timeout'],
  },
  {
    name: 'typed-from-endless',
    code: 'Uint8Array.from((function*(){for(;;)yield 1})())',
    expected: ['error', 'memory', 'timeout'],
  },
  {
    name: 'typed-sort-nocmp',
    code: 'const u=new Float64Array(3e6).map((_, i)=>i*7919%1e6);for(;;){u.sort();u.reverse()}',
    expected: ['timeout', 'memory'],
  },
  {
    name: 'typed-big-result',
    code: 'new Uint8Array(1e6)',
    expected: ['value', 'error', 'memory', 'timeout'],
  },
  {
    name: 'gen-return-loop',
    code: 'function*g(){try{yield 1}finally{for(;;)yield 2}} const i=g();i.next();for(;;)i.return()',
    expected: ['timeout'],
  },
  {
    name: 'gen-recursive-yield-star',
    code: 'function*g(){yield* g()} [...g()]',
    expected: ['stack', 'timeout', 'memory', 'error'],
  },
  {
    name: 'async-gen-queue',
    code: 'async function*g(){yield 1;await new Promise(()=>{})} const i=g();const a=[];for(let j=0;j<1e6;j++)a.push(i.next());Promise.all(a)',
    expected: ['timeout', 'memory', 'pending', 'error'],
  },
  {
    name: 'iter-flatmap-endless',
    code: 'if(typeof Iterator==="undefined")throw 1;(function*(){for(;;)yield 1})().flatMap(()=>[]).next()',
    expected: ['timeout', 'error'],
  },
  {
    name: 'iter-map-mutating',
    code: 'const m=new Map([[0,0]]);let i=0;for(const [k] of m){m.delete(k);m.set(++i,0)}',
    expected: ['timeout', 'memory'],
  },
  {
    name: 'weak-registry-callback-storm',
    code: 'const r=new FinalizationRegistry(h=>{for(;;)r.register({},h)});for(let i=0;i<1e4;i++)r.register({i},i);0',
    expected: ['value:0', 'timeout', 'memory', 'error'],
  },
  // Depth, and memory by small steps.
  {
    name: 'deep-proxy-proto',
    code: 'let p={};for(let i=0;i<1e5;i++)p=Object.create(new Proxy(p,{}));"x" in p',
    expected: ['stack', 'error', 'value', 'memory', 'timeout'],
  },
  {
    name: 'deep-class-extends',
    code: 'let C=class{};for(let i=0;i<5e4;i++)C=class extends C{};new C;1',
    expected: ['stack', 'error', 'value', 'memory', 'timeout'],
  },
  {
    name: 'deep-static-block',
    code: 'function f(){return class{static x=f()}} f()',
    expected: ['stack', 'memory', 'timeout'],
  },
  {
    name: 'deep-catch',
    code: 'function f(){try{f()}catch(e){throw new Error("c",{cause:e})}} f()',
    expected: ['stack', 'error', 'memory', 'timeout'],
  },
  {
    name: 'deep-promise-resolve',
    code: 'let p=Promise.resolve(1);for(let i=0;i<2e5;i++){const q=p;p={then(r){r(q)}}} p',
    expected: ['value', 'memory', 'timeout', 'stack', 'error'],
  },
  {
    name: 'deep-free-closures',
    code: 'let f=null;for(let i=0;i<3e5;i++){const g=f;f=()=>g} f=null;1',
    expected: ['value:1', 'memory', 'timeout'],
  },
  {
    name: 'deep-free-proxies',
    code: 'let p={};for(let i=0;i<2e5;i++)p=new Proxy(p,{});p=null;1',
    expected: ['value:1', 'memory', 'timeout'],
  },
  {
    name: 'mem-slow',
    code: 'const a=[];for(let i=0;;i++){a.push({i});for(let j=0;j<100;j++);}',
    expected: ['memory', 'timeout'],
  },
  {
    name: 'mem-atoms',
    code: 'const o={};for(let i=0;;i++){o["key_"+i]=1;delete o["key_"+i]}',
    expected: ['memory', 'timeout'],
  },
  {
    name: 'mem-regexps',
    code: 'const a=[];for(let i=0;;i++)a.push(/a(b)c/g)',
    expected: ['memory', 'timeout'],
  },
  {
    name: 'mem-catch-oom-loop',
    code: 'for(;;){const a=[];try{for(;;)a.push(new Uint8Array(1e6))}catch{}}',
    expected: ['timeout', 'memory', 'value'],
  },
  {
    name: 'mem-finally-oom',
    code: 'const a=[];try{for(;;)a.push("x".repeat(1e6)+a.length)}finally{console.log("end");hostEcho("x".repeat(1e5))}',
    expected: ['memory', 'timeout', 'error'],
  },
  {
    name: 'mem-sparse',
    code: 'const a=[];for(let i=0;;i++)a[Math.floor(Math.random()*2**32)]=i',
    expected: ['memory', 'timeout'],
  },
  {
    name: 'mem-eval',
    code: 'for(let i=0;;i++)eval("function g"+i+"(){}")',
    expected: ['memory', 'timeout'],
  },
]
