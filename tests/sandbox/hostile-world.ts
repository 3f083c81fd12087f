import type { Hostile } from './hostile.ts'

/** Reads a global of the host through the constructor of functions; `undefined` shows that it leads nowhere. */
const outside = 'return typeof process + typeof require'
/** Traps of a Proxy. */
const looping =
  '{get(){for(;;);},has(){for(;;);},ownKeys(){for(;;);},getPrototypeOf(){for(;;);},getOwnPropertyDescriptor(){for(;;);},apply(){for(;;);},construct(){for(;;);}}'
const throwing =
  '{get(){throw 1},has(){throw 1},ownKeys(){throw 1},getPrototypeOf(){throw 1},getOwnPropertyDescriptor(){throw 1},apply(){throw 1},construct(){throw 1}}'

/** Attacks and oddities on what surrounds a script, and on the way out of it. */
export const hostileWorld: readonly Hostile[] = [
  // Promises and tools.
  {
    name: 'job-breeds',
    code: 'function f(){Promise.resolve().then(f);Promise.resolve().then(f)} f()',
    expected: ['timeout', 'memory'],
  },
  {
    name: 'job-chain-long',
    code: 'let p=Promise.resolve(0);for(let i=0;i<3e5;i++)p=p.then(x=>x+1);p',
    expected: ['value', 'timeout', 'memory'],
  },
  {
    name: 'job-thenable-proxy',
    code: 'new Proxy({},{get(t,k){return k==="then"?(r)=>r(new Proxy({},{get(){for(;;);}})):undefined}})',
    expected: ['timeout'],
  },
  { name: 'job-thenable-getter', code: '({get then(){for(;;);}})', expected: ['timeout'] },
  {
    name: 'job-any-aggregate',
    code: 'Promise.any(Array.from({length:1e5},(_, i)=>Promise.reject(new Error("x"+i))))',
    expected: ['error', 'memory', 'timeout'],
  },
  {
    name: 'job-unhandled-evil',
    code: 'Promise.reject({get stack(){for(;;);},get message(){for(;;);},toString(){for(;;);}});1',
    expected: ['value:1', 'error', 'timeout'],
  },
  {
    name: 'job-very-deep-await',
    code: 'const f=async n=>n?1+await f(n-1):0;f(1e6)',
    expected: ['stack', 'memory', 'error', 'timeout'],
  },
  {
    name: 'job-constructor-getter',
    code: 'const p=Promise.resolve(1);Object.defineProperty(p,"constructor",{get(){for(;;);}});(async()=>await p)()',
    expected: ['timeout'],
  },
  { name: 'await-top-never', code: 'await new Promise(()=>{});1', expected: ['pending'] },
  {
    name: 'tool-in-proxy',
    code: 'hostEcho(new Proxy({a:1},{ownKeys(t){hostEcho(1);return Reflect.ownKeys(t)},get(t,k){hostEcho(2);return t[k]}}))',
    expected: ['value'],
  },
  {
    name: 'tool-in-finalizer',
    code: 'const r=new FinalizationRegistry(()=>hostEcho(1));for(let i=0;i<1e5;i++)r.register({},1);2',
    expected: ['value:2', 'timeout', 'memory'],
  },
  {
    name: 'tool-bind-deep',
    code: 'let f=hostEcho;for(let i=0;i<2e5;i++)f=f.bind(null);f(1)',
    expected: ['stack', 'memory', 'error', 'timeout', 'value'],
  },
  {
    name: 'tool-arg-deep',
    code: 'let o=1;for(let i=0;i<5e4;i++)o=[o];hostEcho(o)',
    expected: ['error', 'stack', 'memory', 'timeout'],
  },
  {
    name: 'tool-arg-proto',
    code: 'const r=hostEcho(JSON.parse("{\\"__proto__\\":{\\"polluted\\":1},\\"constructor\\":{\\"prototype\\":{\\"p2\\":1}}}"));[({}).polluted===undefined,({}).p2===undefined,Object.hasOwn(r,"__proto__"),r.polluted===undefined]',
    expected: ['value:[true,true,true,true]'],
  },
  {
    name: 'tool-recursive-json',
    code: 'function f(){return hostEcho({toJSON:f})} f()',
    expected: ['stack', 'memory', 'timeout', 'error'],
  },
  {
    name: 'tool-redefined',
    code: 'hostEcho=null;globalThis.hostLater=()=>7;[hostEcho,hostLater()]',
    expected: ['value', 'error'],
  },
  // Errors, printing, results.
  {
    name: 'err-prepare-sites-in-tojson',
    code: `Error.prepareStackTrace=(e,s)=>s;let got=[];const o={toJSON(){const s=new Error().stack;got=(Array.isArray(s)?s:[]).map(f=>{try{return f.getFunction?.()}catch{}}).filter(Boolean);return 1}};hostEcho(o);got.map(f=>f.constructor("${outside}")()).find(x=>x!=="undefinedundefined")??"undefinedundefined"`,
    expected: ['value:undefinedundefined', 'error'],
  },
  {
    name: 'err-stacktracelimit-evil',
    code: 'Error.stackTraceLimit={valueOf(){for(;;);}};throw new Error("x")',
    expected: ['error', 'timeout'],
  },
  {
    name: 'err-stack-fake',
    code: 'const e=new Error("x");e.stack="at f (script.js:999:999)\\n    at goap:guest:1:1";throw e',
    expected: ['error'],
  },
  {
    name: 'err-stack-bad-place',
    code: 'const e=new Error("x");e.stack="    at a (script.js:99999999999999999999:99999999999999999999)";throw e',
    expected: ['error'],
  },
  {
    name: 'err-cause-chain',
    code: 'let e=new Error("0");for(let i=0;i<1e5;i++)e=new Error("x",{cause:e});throw e',
    expected: ['error', 'memory', 'timeout', 'stack'],
  },
  {
    name: 'err-aggregate',
    code: 'throw new AggregateError(Array.from({length:1e5},(_, i)=>new Error("e"+i)),"many")',
    expected: ['error', 'memory', 'timeout'],
  },
  {
    name: 'throw-proxy-loop',
    code: `throw new Proxy(function(){},${looping})`,
    expected: ['timeout', 'error'],
  },
  { name: 'throw-proxy-throws', code: `throw new Proxy({},${throwing})`, expected: ['error'] },
  {
    name: 'throw-proto-endless',
    code: 'const mk=()=>new Proxy({},{getPrototypeOf(){return mk()}});throw mk()',
    expected: ['error', 'timeout', 'stack', 'memory'],
  },
  { name: 'throw-bigint', code: 'throw 10n**20000n', expected: ['error', 'timeout', 'memory'] },
  {
    name: 'throw-dynamic-source-url',
    code: 'throw new Error("x")\n//# sourceURL=file:///etc/passwd',
    expected: ['error'],
  },
  {
    name: 'log-proxy-throws',
    code: `console.log(new Proxy({},${throwing}));1`,
    expected: ['value:1', 'error'],
  },
  {
    name: 'log-proxy-revoked',
    code: 'const r=Proxy.revocable([],{});r.revoke();console.log(r.proxy);1',
    expected: ['value:1', 'error'],
  },
  {
    name: 'log-format-j',
    code: 'const o={};o.o=o;console.log("%j",o);1',
    expected: ['value:1', 'error'],
  },
  {
    name: 'log-format-many',
    code: 'console.log("%s".repeat(1e5),...Array(5e4).fill("x"));1',
    expected: ['value:1', 'memory', 'error', 'stack', 'timeout'],
  },
  { name: 'log-100mb', code: 'console.log("x".repeat(1e8));1', expected: ['memory', 'error'] },
  {
    name: 'log-big-map',
    code: 'console.log(new Map(Array.from({length:1e5},(_, i)=>[i,{i}])));1',
    expected: ['value:1', 'memory', 'timeout'],
  },
  {
    name: 'log-long-key',
    code: 'console.log({["k".repeat(2e6)]:1});1',
    expected: ['value:1', 'memory'],
  },
  {
    name: 'res-revoked-array',
    code: 'const r=Proxy.revocable([],{});r.revoke();[r.proxy]',
    expected: ['error'],
  },
  {
    name: 'res-tojson-cycle',
    code: 'const o={toJSON(){return [o]}};o',
    expected: ['stack', 'error', 'timeout', 'memory'],
  },
  {
    name: 'res-deep-1001',
    code: 'let o=1;for(let i=0;i<1001;i++)o=[o];o',
    expected: ['error', 'value', 'stack'],
  },
  {
    name: 'res-shared-dag',
    code: 'let o={x:1};for(let i=0;i<17;i++)o={a:o,b:o};o',
    expected: ['value', 'memory', 'timeout'],
  },
  {
    name: 'res-escaped-string',
    code: '"\\u0001".repeat(3e5)',
    expected: ['memory', 'value', 'error'],
  },
  { name: 'res-globalthis', code: 'globalThis', expected: ['error', 'value'] },
  // What a script changes for itself.
  {
    name: 'esc-async-function',
    code: `const A=(async()=>{}).constructor;await A("${outside}")()`,
    expected: ['value:undefinedundefined'],
  },
  {
    name: 'esc-close-wrapper-await',
    code: 'await 0})(); typeof process; (async () => {',
    expected: ['error'],
  },
  { name: 'esc-comment-out-wrapper', code: '1 /*', expected: ['error'] },
  {
    name: 'esc-import-evil-specifier',
    code: 'await import({toString(){for(;;);}})',
    expected: ['timeout', 'error'],
  },
  {
    name: 'esc-let-globals',
    code: 'let Object=1,JSON=2,Array=3,Promise=4,console=5,Error=7,hostEcho=9,input=10;({a:Object})',
    expected: ['value:{"a":1}', 'error'],
  },
  {
    name: 'esc-freeze-everything',
    code: 'const seen=new Set;(function f(o){if((typeof o!=="object"&&typeof o!=="function")||!o||seen.has(o))return;seen.add(o);for(const k of Reflect.ownKeys(o)){const d=Reflect.getOwnPropertyDescriptor(o,k);f(d.value);f(d.get);f(d.set)}f(Object.getPrototypeOf(o));try{Object.freeze(o)}catch{}})(globalThis);seen.size>100',
    expected: ['value:true', 'error', 'stack'],
  },
  {
    name: 'esc-delete-protos',
    code: 'const ps=[Object,Array,Function,Promise,RegExp,Map,Set,Symbol,String,Number,Error,Date].map(c=>c.prototype);const own=Reflect.ownKeys;for(const p of ps)for(const k of own(p))try{delete p[k]}catch{}; 1+1',
    expected: ['value:2', 'error'],
  },
  {
    name: 'esc-global-getters',
    code: 'const d=Object.defineProperty;for(const k of ["undefined","NaN","Infinity","globalThis","Object"])try{d(globalThis,k,{get(){for(;;);}})}catch{} 3',
    expected: ['value:3', 'timeout', 'error'],
  },
  {
    name: 'esc-global-proto',
    code: 'Object.setPrototypeOf(globalThis,new Proxy({},{get(){for(;;);},has(){return true}}));nothing',
    expected: ['timeout', 'error'],
  },
  {
    name: 'pol-object-then',
    code: 'Object.prototype.then=function(r){r("hijack")};({a:1})',
    expected: ['value', 'timeout', 'pending', 'memory', 'error'],
  },
  {
    name: 'pol-array-tojson',
    code: 'Array.prototype.toJSON=function(){for(;;);};[1]',
    expected: ['timeout'],
  },
  {
    name: 'pol-function-call',
    code: 'Function.prototype.call=Function.prototype.apply=Function.prototype.bind=()=>{for(;;);};console.log({a:1});hostEcho({a:1})',
    expected: ['value:{"a":1}'],
  },
  {
    name: 'pol-promise-global',
    code: 'globalThis.Promise=class{constructor(){for(;;);}};hostLater(6)',
    expected: ['value:6', 'pending', 'error'],
  },
  {
    name: 'pol-error-hasinstance',
    code: 'Object.defineProperty(Error,Symbol.hasInstance,{value(){for(;;);}});throw new Error("x")',
    expected: ['error', 'timeout'],
  },
  {
    name: 'pol-reflect',
    code: 'for(const k of Object.keys(Object.getOwnPropertyDescriptors(Reflect)))Reflect[k]=()=>{for(;;);};console.log({a:[1]});hostEcho({a:1})',
    expected: ['value:{"a":1}'],
  },
  {
    name: 'pol-setters-numeric',
    code: 'for(let i=0;i<20;i++)Object.defineProperty(Object.prototype,i,{set(){for(;;);},get(){for(;;);}});hostEcho([1,2]);await hostLater(3);console.log([1],{a:1});4',
    expected: ['value:4', 'timeout'],
  },
  {
    name: 'pol-proto-null',
    code: 'Object.setPrototypeOf(Array.prototype,null);Object.setPrototypeOf(Function.prototype,null);console.log([1],()=>1);hostEcho([1])',
    expected: ['value:[1]'],
  },
  {
    name: 'pol-descriptor-get',
    code: 'Object.prototype.get=()=>666;Object.prototype.value=5;Object.prototype.enumerable=true;console.log([1],{a:2});hostEcho({a:1})',
    expected: ['value:{"a":1}', 'error', 'timeout'],
  },
]
