import { aTrain } from "../e2e/harness.ts";
import { worldOf, poisonedAnswers, hostileErrors } from "./hostile_world.ts";
import { CORPUS } from "../hostile/corpus.ts";
for (let i = 0; i < 5; i++) {
const strings = CORPUS.filter(s=>s.trim()!=="").slice(28*i,28*i+28);
const t = await aTrain(worldOf(strings), {intercept: poisonedAnswers(strings)});
const a = performance.now();
const r = await t.cycle(["--force-digest","--force-handoff"]);
const b = performance.now();
t.later("7h"); t.github.intercept = hostileErrors(strings);
const r2 = await t.cycle(["--force-digest","--force-handoff"]);
console.log(Math.round(b-a), r.requests.length, Math.round(performance.now()-b), r2.requests.length);
await t[Symbol.asyncDispose]();
}
