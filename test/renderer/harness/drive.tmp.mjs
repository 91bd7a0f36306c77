import { readFileSync } from 'node:fs';
import { startHarness } from './look.mjs';
const axe = readFileSync('/work/main/node_modules/axe-core/axe.min.js', 'utf8');
const h = await startHarness(45118, '/tmp/pr-dist');
const S = { width: 420, height: 640 };
async function check(page, label) {
  await page.evaluate(axe);
  const r = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  for (const v of r.violations) console.log(label, v.id, v.impact, v.nodes.length, v.nodes[0].target.join(' '), '|', v.nodes[0].failureSummary?.split('\n').slice(1, 3).join(' '));
}
for (const theme of ['light', 'dark']) {
  for (const s of ['conflicts', 'hidden', 'unwatched', 'notices', 'muted', 'not-watching', 'many']) {
    const p = await h.open('popover', `sample=${s}&theme=${theme}`, S);
    await p.waitForTimeout(150);
    await check(p, `popover ${s} ${theme}`);
    await p.close();
  }
  const p = await h.open('popover', `sample=conflicts&kill=asks&theme=${theme}`, S);
  await p.getByRole('button', { name: /^Kill/ }).first().click(); await p.waitForTimeout(300);
  await check(p, `kill dialog ${theme}`);
  await p.keyboard.press('Escape'); await p.waitForTimeout(150);
  await p.getByRole('button', { name: 'Move to 3002' }).click(); await p.waitForTimeout(300);
  await check(p, `move dialog ${theme}`);
  await p.close();
  for (const tab of ['Watched ports', 'General', 'Notifications', 'Killing']) {
    const q = await h.open('settings', `sample=muted&theme=${theme}`, { width: 980, height: 680 });
    await q.getByRole('tab', { name: tab }).click(); await q.waitForTimeout(150);
    await check(q, `settings ${tab} ${theme}`);
    await q.close();
  }
}
// keyboard
const active = (p) => p.evaluate(() => document.activeElement?.dataset?.itemId ?? document.activeElement?.tagName + '.' + (document.activeElement?.textContent ?? '').slice(0, 20));
{
  const p = await h.open('popover', 'sample=conflicts', S);
  const log = [];
  const press = async (k) => { await p.keyboard.press(k); await p.waitForTimeout(60); log.push(`${k}→${await active(p)}`); };
  for (const k of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter', 'ArrowDown', 'End', 'Enter', 'ArrowLeft', 'ArrowLeft', 'ArrowLeft', 'ArrowDown', 'Home', 'ArrowUp', 'ArrowDown', 'm']) await press(k);
  console.log(log.join('\n'));
  await p.waitForTimeout(200); console.log('dialog', await p.getByRole('dialog').count());
  await press('Escape'); await p.waitForTimeout(200); console.log('dialog', await p.getByRole('dialog').count(), await active(p));
  await press('k'); await p.waitForTimeout(800); console.log('after k', await active(p), await p.locator('.outcome').allTextContents(), await p.locator('h1').textContent());
  await press('/'); await p.keyboard.type('postgres'); await p.waitForTimeout(100); console.log(await p.locator('.popover').innerText());
  await press('Escape'); await press('Escape');
  console.log(JSON.stringify(await p.evaluate(() => window.portreeve.calls.slice(-4))));
  // view requests
  await p.evaluate(() => window.portreeve.emit({ name: 'view.requested', payload: { kind: 'watched-port', watchedPortId: 'watch-9000' } }));
  await p.waitForTimeout(200); console.log('view', await active(p));
  await p.evaluate(() => window.portreeve.emit({ name: 'view.requested', payload: { kind: 'kill-plan', listenerKey: 'tcp6|::|9000|minio' } }));
  await p.waitForTimeout(300); console.log('kill-plan', await p.locator('[role=dialog],[role=alertdialog]').allInnerTexts());
  console.log(p.problems);
  await p.close();
}
// many: perf
{
  const p = await h.open('popover', 'sample=many', S);
  await p.waitForTimeout(500);
  await p.keyboard.press('/');
  const type = async (ch) => p.evaluate((ch) => new Promise((done) => {
    const input = document.querySelector('.search input'); const t = performance.now();
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
    set.call(input, ch); input.dispatchEvent(new Event('input', { bubbles: true }));
    requestAnimationFrame(() => requestAnimationFrame(() => done(Math.round(performance.now() - t))));
  }), ch);
  const times = []; for (const s of ['p', 'p1', 'p11', 'p11 v', '', '3', '30', '']) times.push(`${s}:${await type(s)}`);
  console.log('keystroke ms', times.join(' '));
  const pub = await p.evaluate(() => new Promise((done) => { const t = performance.now(); window.portreeve.publish({}); requestAnimationFrame(() => requestAnimationFrame(() => done(performance.now() - t))); }));
  console.log('snapshot ms', Math.round(pub));
  await p.keyboard.press('Escape'); await p.keyboard.press('ArrowDown');
  const t0 = Date.now(); await p.keyboard.press('End'); await p.waitForTimeout(200); console.log('end', await active(p));
  const scroll = await p.evaluate(async () => { const s = document.querySelector('.scroller'); const frames = []; let last = performance.now();
    for (let i = 0; i < 60; i++) { s.scrollTop = i * 400; await new Promise(requestAnimationFrame); const n = performance.now(); frames.push(n - last); last = n; }
    return Math.round(Math.max(...frames)) + ' max, ' + Math.round(frames.reduce((a, b) => a + b) / frames.length) + ' avg; rows ' + document.querySelectorAll('.virtual-row').length; });
  console.log('scroll', scroll, p.problems);
  await p.close();
}
await h.close();
