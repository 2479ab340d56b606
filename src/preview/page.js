// Asks the program what is new, waits for the answer, and shows it. Every word comes from the
// program's wording; texts are set as text and never as markup.

const part = (id) => document.getElementById(id);
const pages = part("pages");
const WAIT = 1000;
const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];

let words = {};
let version = 0;
let zoom = ZOOMS.indexOf(1);
/** Whether an error has opened the list, which then closes with it. */
let opened = false;

const say = (name, values = {}) =>
  (words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

async function fetched(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

// ---- Pages

/** The first page that is to be seen, and how far it has gone: what stays where it is. */
function anchor() {
  const top = pages.getBoundingClientRect().top;
  const figures = [...pages.children];
  const figure = figures.find((own) => own.getBoundingClientRect().bottom > top + 1);
  return figure && { at: figures.indexOf(figure), offset: figure.getBoundingClientRect().top };
}

function restore(place) {
  const figure = place && pages.children[Math.min(place.at, pages.children.length - 1)];
  if (figure) pages.scrollTop += figure.getBoundingClientRect().top - place.offset;
}

async function loaded(name) {
  const image = new Image();
  image.src = `pages/${name}`;
  image.dataset.name = name;
  await image.decode();
  return image;
}

/** Puts the new pages in, all at once when all are drawn; gives the numbers of those that changed. */
async function put(names) {
  const old = [...pages.querySelectorAll("img")].map((image) => image.dataset.name);
  const moved = names.flatMap((name, at) => (name === old[at] ? [] : [at]));
  const images = await Promise.all(moved.map((at) => loaded(names[at])));
  const place = anchor();
  moved.forEach((at, index) => {
    const figure = pages.children[at] ?? pages.appendChild(document.createElement("figure"));
    images[index].alt = say("page", { page: at + 1 });
    figure.replaceChildren(images[index]);
    figure.classList.remove("changed");
    if (version > 0) {
      void figure.offsetWidth; // The mark begins again.
      figure.classList.add("changed");
    }
  });
  while (pages.children.length > names.length) pages.lastElementChild.remove();
  restore(place);
  return moved;
}

/** Two pages side by side where they can be read so, else one. */
function fit() {
  const room = pages.clientWidth - 40;
  const two = (room - 20) / 2;
  const width = (two >= 640 ? Math.min(two, 860) : Math.min(room, 900)) * ZOOMS[zoom];
  const place = anchor();
  document.documentElement.style.setProperty("--page", `${Math.floor(width)}px`);
  restore(place);
}

function magnify(step) {
  zoom = step === 0 ? ZOOMS.indexOf(1) : Math.max(0, Math.min(ZOOMS.length - 1, zoom + step));
  fit();
}

// ---- Findings

function element(name, className, text) {
  const own = document.createElement(name);
  own.className = className;
  own.textContent = text;
  return own;
}

/** The line of a template, with the place that is meant marked. */
function line(source, column) {
  const signs = [...source];
  const at = Math.min((column ?? 1) - 1, signs.length);
  const own = document.createElement("pre");
  const mark = element("mark", "", signs[at] ?? " ");
  own.append(signs.slice(0, at).join("").trimStart(), mark, signs.slice(at + 1).join(""));
  return own;
}

function told(finding) {
  const own = element("li", finding.severity, "");
  own.append(element("b", "", finding.said), `［${finding.code}］`);
  if (finding.place) own.append(element("span", "place", finding.place));
  if (finding.source) own.append(line(finding.source, finding.column));
  own.append(element("div", "", `${finding.what}。`));
  if (finding.todo) own.append(element("div", "todo", `→ ${finding.todo}。`));
  return own;
}

function findings(state) {
  const errors = state.findings.filter((own) => own.severity === "error").length;
  const notes = state.findings.length - errors;
  part("list").replaceChildren(...state.findings.map(told));
  part("elsewhere").textContent =
    state.elsewhere > 0 ? say("elsewhere", { count: state.elsewhere }) : "";
  const counts = [];
  if (errors) counts.push(say("errors", { count: errors }));
  if (notes) counts.push(say("notes", { count: notes }));
  const panel = part("panel");
  panel.hidden = state.findings.length === 0;
  panel.textContent = counts.join(" ");
  const list = part("findings");
  if (errors && list.hidden) {
    opened = true;
    list.hidden = false;
  }
  if (panel.hidden || (opened && !errors)) {
    opened = false;
    list.hidden = true;
  }
  panel.setAttribute("aria-expanded", String(!part("findings").hidden));
}

// ---- State

function status(className, text) {
  part("status").className = className;
  part("status").textContent = text;
}

async function show(state) {
  const moved = await put(state.pages);
  if (state.fresh || version === 0) {
    part("title").textContent = state.title;
    document.title = `${say("title")} ${state.title}`;
  }
  findings(state);
  fit();
  const took = say("took", { seconds: state.seconds.toFixed(2) });
  if (state.fresh) status("fresh", `${say("fresh")} ${took}`);
  else status("broken", say(state.pages.length ? "broken" : "never"));
  part("count").textContent = state.pages.length ? say("pages", { count: state.pages.length }) : "";
  changed(state, moved);
  version = state.version;
  document.documentElement.dataset.version = version;
}

/** Names the pages that changed; each leads there. */
function changed(state, moved) {
  const place = part("changed");
  place.replaceChildren();
  if (version === 0 || !state.fresh) return;
  if (moved.length === 0) {
    place.textContent = say("same");
    return;
  }
  const [before, after] = say("changed", { pages: "\n" }).split("\n");
  place.append(before);
  for (const at of moved.slice(0, 6)) {
    const button = element("button", "", String(at + 1));
    button.type = "button";
    button.title = say("page", { page: at + 1 });
    button.setAttribute("aria-label", button.title);
    button.onclick = () => pages.children[at]?.scrollIntoView({ block: "start" });
    place.append(button);
  }
  place.append(moved.length > 6 ? `…${after}` : after);
}

const rest = (time) => new Promise((resolve) => setTimeout(resolve, time));

async function follow() {
  for (;;) {
    let state;
    try {
      state = await fetched(`after/${version}`);
    } catch {
      status("broken", say("lost"));
      await rest(WAIT);
      continue;
    }
    try {
      await show(state);
    } catch {
      // Pages that went away while they were fetched: there is a newer state.
      await rest(WAIT / 10);
    }
  }
}

words = await fetched("words.json");
document.title = say("title");
status("", say("waiting"));
part("heading").textContent = say("findings");
part("width").textContent = say("width");
for (const [id, step] of [["smaller", -1], ["width", 0], ["larger", 1]]) {
  part(id).title = say(id);
  part(id).setAttribute("aria-label", say(id));
  part(id).onclick = () => magnify(step);
}
part("panel").onclick = () => {
  const list = part("findings");
  opened = false;
  list.hidden = !list.hidden;
  part("panel").setAttribute("aria-expanded", String(!list.hidden));
  fit();
};
addEventListener("resize", fit);
addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const step = { "-": -1, "+": 1, "=": 1, 0: 0 }[event.key];
  if (step !== undefined) magnify(step);
});
follow();
