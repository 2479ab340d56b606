// The review page: opens papers, follows what others do, and listens to keys.

import * as acts from "./acts.js";
import * as list from "./list.js";
import * as panel from "./panel.js";
import { fetched, notice, now, part, readWords, say, titled } from "./parts.js";
import * as sheets from "./sheets.js";

/** How often it is asked whether others have done something, in thousandths of a second; and while
 * what lies behind the papers is still being read. */
const PULSE = 3000;
const QUICK = 300;

async function open(sha256) {
  if (!sha256 || (sha256 === now.open && sha256 === now.paper?.sha256)) return;
  now.open = sha256;
  now.changes = null;
  now.figure = null;
  now.pin = null;
  list.keep(sha256);
  list.mark();
  await read(sha256);
}

/** Reads the open paper; `again` keeps the place in it. */
async function read(sha256, again = false) {
  let paper;
  try {
    paper = await fetched(`papers/${sha256}`);
  } catch (error) {
    if (now.open !== sha256) return;
    // Nothing may stand on the screen for it.
    now.paper = null;
    part("name").textContent = "";
    sheets.draw();
    panel.draw();
    notice(acts.words(error), true);
    return;
  }
  if (now.open !== sha256) return;
  now.paper = paper;
  panel.again();
  const name = titled(paper);
  part("name").textContent = name;
  document.title = `${name} — ${say("title")}`;
  location.hash = encodeURIComponent(paper.path);
  part("pdf").href = `files/${sha256}`;
  part("pdf").textContent = say(paper.pages ? "pdf" : "file");
  panel.head();
  panel.draw();
  panel.figure();
  if (again) sheets.marks();
  else sheets.draw();
  document.documentElement.dataset.open = paper.path;
  compared(sha256, again);
}

/** Reads what has changed in the open paper, where it was signed before. */
async function compared(sha256, again) {
  const { against, change } = now.paper;
  const old = against && change !== "same" ? against.version.sha256 : null;
  if (now.changes && now.changes.old !== old) {
    now.changes = null;
    sheets.draw(true);
    panel.draw();
  }
  if (!old || (again && now.changes)) {
    modes();
    return;
  }
  let changes;
  try {
    changes = await fetched(`changes/${sha256}`);
  } catch {
    changes = { old, figures: [], compared: null };
  }
  if (now.open !== sha256) return;
  now.changes = changes;
  modes();
  sheets.draw(true);
  panel.draw();
  document.documentElement.dataset.compared = now.paper.path;
}

function modes() {
  part("mode").disabled = !now.changes?.compared;
  if (part("mode").disabled && sheets.modeNow() !== "now") sheets.look("now");
}

/** Reads the list again, and the open paper where there is another version of it. */
async function renew() {
  const was = now.paper;
  const before = now.list.state;
  now.list = await fetched("papers");
  acts.showSigner();
  list.draw(open, acts.batch);
  panel.head();
  // Names of figures are known when figures are.
  if (!before.figures && now.list.state.figures) now.changes = null;
  if (!now.open) return;
  if (list.current()) {
    if (now.paper?.sha256 === now.open) await read(now.open, true);
    return;
  }
  // It was made anew.
  const same = now.list.papers.find((own) => was && own.kind === was.kind && own.unit === was.unit);
  if (before.edition !== now.list.state.edition) notice(say("made_anew"));
  await open(same?.sha256 ?? list.shown()[0]?.sha256);
}

async function follow() {
  for (;;) {
    const { figures, preflight, trouble } = now.list.state;
    const wait = (figures && preflight) || trouble ? PULSE : QUICK;
    await new Promise((done) => setTimeout(done, wait));
    try {
      const state = await fetched("state");
      const own = now.list.state;
      if (Object.keys(state).some((key) => state[key] !== own[key])) await renew();
      if (part("notice").dataset.lost) {
        delete part("notice").dataset.lost;
        notice("");
      }
    } catch {
      part("notice").dataset.lost = "1";
      notice(say("lost"), true);
    }
  }
}

function to(step) {
  const paper = list.neighbour(step);
  if (paper && paper.sha256 !== now.open) open(paper.sha256);
  if (!document.activeElement?.closest("#papers")) part("pages").focus({ preventScroll: true });
}

/** On to what waits, before the list changes under it. */
async function onward() {
  const paper = list.waiting();
  if (paper && paper.sha256 !== now.open) await open(paper.sha256);
}

/** The next figure on the pages, or the next that has moved. */
function figure(step, moved) {
  const keys = new Set(now.changes?.figures.map((own) => own.key));
  const all = sheets.allPlaces().filter(({ spot }) => !moved || keys.has(spot.key));
  if (!all.length) return;
  let at = all.findIndex(({ spot }) => spot === now.figure?.spot);
  if (at < 0) {
    const page = sheets.pageInSight();
    at = all.findIndex((own) => own.page >= page) - (step > 0 ? 1 : 0);
  }
  const own = all[(at + step + all.length) % all.length];
  panel.pick(own.spot.key, own.spot);
  sheets.goToSpot(own);
}

function compareNext() {
  const all = sheets.MODES;
  sheets.look(all[(all.indexOf(sheets.modeNow()) + 1) % all.length]);
}

function drawer(wanted) {
  const open = wanted ?? document.body.classList.contains("no-list");
  document.body.classList.toggle("no-list", !open);
  part("drawer").setAttribute("aria-expanded", String(open));
  sheets.fit();
}

// Keys, what they do, and under which word the help tells it.
const KEYS = [
  [["j", "ArrowDown"], "next", () => to(1)],
  [["k", "ArrowUp"], "before", () => to(-1)],
  [["u"], "onward", onward],
  [["a"], "approve", () => acts.approve()],
  [["r"], "return", () => acts.giveBack()],
  [["c"], "remark", () => acts.remark()],
  [["g"], "several", () => acts.batch()],
  [["d"], "compare", compareNext],
  [["b"], "blink", () => sheets.blink()],
  [["n"], "change", () => figure(1, true)],
  [["p"], "change_back", () => figure(-1, true)],
  [["."], "figure", () => figure(1, false)],
  [[","], "figure_back", () => figure(-1, false)],
  [["]"], "page", () => sheets.step(1)],
  [["["], "page_back", () => sheets.step(-1)],
  [["+", "="], "larger", () => sheets.magnify(1)],
  [["-"], "smaller", () => sheets.magnify(-1)],
  [["0"], "fit", () => sheets.magnify(0)],
  [["1", "2", "3", "4"], "tabs", (key) => panel.show(panel.tabs()[Number(key) - 1])],
  [["l"], "list", () => drawer()],
  [["/"], "search", () => { drawer(true); part("search").focus(); }],
  [["?"], "help", () => help()],
  [["Escape"], "escape", () => { panel.pick(null); now.pin = null; sheets.marks(); part("pages").focus(); }],
];

const SIGNING = ["a", "r", "c", "g"];
const NAMES = { ArrowDown: "↓", ArrowUp: "↑", Escape: "Esc" };

const help = () =>
  acts.help(KEYS.map(([keys, name]) => [keys.map((key) => NAMES[key] ?? key), say(`key_${name}`)]));

function pressed(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || acts.busy()) return;
  // A candidate of an input method is being chosen.
  if (event.isComposing) return;
  const field = event.target.closest("input, textarea, select");
  if (field) {
    if (event.key === "Escape" || (event.key === "Enter" && field === part("search"))) {
      field.blur();
      part("pages").focus();
      if (event.key === "Enter" && list.shown()[0]) open(list.shown()[0].sha256);
    }
    return;
  }
  // Arrows scroll whatever is being read.
  if (event.key.startsWith("Arrow") && event.target.closest("#pages, #tab, #figure")) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const found = KEYS.find(([keys]) => keys.includes(key));
  // A key that is held signs nothing.
  if (!found || (event.repeat && SIGNING.includes(key))) return;
  event.preventDefault();
  found[2](key);
}

function clicked(event) {
  if (!now.paper) return;
  const pin = event.target.closest(".pin");
  if (pin) {
    panel.show("remarks");
    part("tab").querySelector(`[data-act="${pin.dataset.act}"]`)?.scrollIntoView({ block: "nearest" });
    return;
  }
  const own = sheets.under(event);
  if (!own) return;
  if (own.spot) {
    panel.pick(own.spot.key, own.spot);
    return;
  }
  panel.pick(null);
  now.pin = { page: own.page, x: own.x, y: own.y, figure: null };
  sheets.marks();
}

function name(id, word, key) {
  const own = part(id);
  own.textContent = say(word);
  own.title = key ? `${say(word)}（${key}）` : say(word);
  if (key) own.setAttribute("aria-keyshortcuts", key);
}

await readWords();
name("drawer", "list");
name("sheet", "sheet");
name("book", "book");
name("approve", "approve", "A");
name("return", "return", "R");
name("comment", "remark", "C");
name("width", "fit", "0");
for (const [id, word] of [["smaller", "key_smaller"], ["larger", "key_larger"], ["help", "keys"]]) {
  part(id).title = say(word);
  part(id).setAttribute("aria-label", say(word));
}
part("list").setAttribute("aria-label", say("list"));
part("panel").setAttribute("aria-label", say("panel"));
part("thumbs").setAttribute("aria-label", say("thumbs"));
part("pages").setAttribute("aria-label", say("pages"));
part("mode").setAttribute("aria-label", say("compare"));
part("mode").replaceChildren(
  ...sheets.MODES.map((mode) => {
    const own = document.createElement("option");
    own.value = mode;
    own.textContent = say(`mode_${mode}`);
    return own;
  }),
);
part("mode").onchange = () => sheets.look(part("mode").value);
part("drawer").onclick = () => drawer();
part("signer").onclick = () => acts.askWho();
part("help").onclick = help;
part("approve").onclick = () => acts.approve();
part("return").onclick = () => acts.giveBack();
part("comment").onclick = () => acts.remark();
part("smaller").onclick = () => sheets.magnify(-1);
part("width").onclick = () => sheets.magnify(0);
part("larger").onclick = () => sheets.magnify(1);
part("pages").onclick = clicked;
part("pages").onscroll = () => requestAnimationFrame(sheets.where);
addEventListener("keydown", pressed);
addEventListener("resize", () => sheets.fit());
panel.listen({ figure: panel.pick, origin: panel.origin, act: acts.answer });
acts.listen({ after: renew, next: onward });
list.listen(open, acts.batch);
if (matchMedia("(max-width: 1000px)").matches) drawer(false);

/** The paper that the address names. */
function named() {
  try {
    return decodeURIComponent(location.hash.slice(1));
  } catch {
    return "";
  }
}

const wanted = named();
for (;;) {
  try {
    now.list = await fetched("papers");
    break;
  } catch (error) {
    notice(acts.words(error), true);
    await new Promise((done) => setTimeout(done, PULSE));
  }
}
notice("");
part("title").textContent = say("heading", { title: now.list.title });
acts.showSigner();
list.firstChip();
list.draw(open, acts.batch);
const first = now.list.papers.find((paper) => paper.path === wanted) ?? list.shown()[0];
sheets.draw();
await open(first?.sha256);
follow();
