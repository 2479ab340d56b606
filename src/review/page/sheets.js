// The pages of a paper, its thumbnails, and beside or over them those of the version that was signed
// before. Figures are found by where they stand; everything else of a page is a picture.

import { element, now, part, say } from "./parts.js";

const ZOOMS = [0.5, 0.67, 0.8, 1, 1.25, 1.5, 2, 3];
export const MODES = ["now", "side", "over", "blink"];
/** Pictures are asked for in steps of so many dots, at most so many. */
const STEP = 160;
const MOST = 4000;
const THUMB = 150;
const BLINK = 800;
/** Share of a page from which a box is that of a chart, which is framed and not covered. */
const LARGE = 0.01;

let zoom = ZOOMS.indexOf(1);
let mode = "now";
let blinking = null;

export const modeNow = () => mode;

/** How the pages are shown: without an older version as they are now. */
const shownMode = () => (now.changes?.compared ? mode : "now");

const pages = () => part("pages");

/** Rows of what is shown: a page of now, the page that it was, whether both are alike. */
function rows() {
  const spots = now.paper.spots;
  const count = now.paper.pages;
  const pairs = now.changes?.compared?.pages;
  if (shownMode() === "now") {
    const changed = new Set(pairs?.filter((own) => !own.same).map((own) => own.new));
    return Array.from({ length: count }, (_, at) => ({
      now: at + 1,
      was: null,
      same: !changed.has(at + 1),
      size: spots[at],
    }));
  }
  return pairs.map((own) => ({
    now: own.new,
    was: own.old,
    same: own.same,
    size: spots[(own.new ?? 1) - 1] ?? spots[0],
  }));
}

const dots = (width) =>
  Math.min(MOST, Math.ceil((width * (globalThis.devicePixelRatio || 1)) / STEP) * STEP);

function picture(sha256, page, className, alt) {
  const own = element("img", className);
  own.loading = "lazy";
  own.decoding = "async";
  own.onerror = () => own.closest(".sheet")?.classList.add("lost");
  own.alt = alt;
  own.dataset.from = `pages/${sha256}/${page}/`;
  return own;
}

function sheet(row, old) {
  const page = old ? row.was : row.now;
  const own = element("figure", old ? "sheet was" : "sheet");
  own.style.aspectRatio = `${row.size?.width ?? 595} / ${row.size?.height ?? 842}`;
  if (page === null) {
    own.classList.add("blank");
    own.append(element("p", "", say(old ? "page_new" : "page_gone")));
    return own;
  }
  own.dataset.page = page;
  const alt = say(old ? "page_was" : "page", { page, pages: now.paper.pages });
  const sha256 = old ? now.changes.old : now.paper.sha256;
  own.append(picture(sha256, page, "ink", alt));
  if (!old) own.append(element("div", "marks"));
  return own;
}

function line(row) {
  const own = element("div", row.same ? "line" : "line changed");
  const how = shownMode();
  if (how === "side") own.append(sheet(row, true), sheet(row, false));
  else own.append(sheet(row, row.now === null));
  if ((how === "over" || how === "blink") && row.was !== null && row.now !== null) {
    const alt = say("page_was", { page: row.was });
    own.firstChild.prepend(picture(now.changes.old, row.was, "ink was", alt));
  }
  return own;
}

/** Width of one page as it stands, in the screen's own points. */
function width() {
  const room = pages().clientWidth - 48;
  const fitting = shownMode() === "side" ? (room - 16) / 2 : Math.min(room, 900);
  return Math.max(200, Math.floor(fitting * ZOOMS[zoom]));
}

/** The first page in sight, and how far it has gone. */
function anchor() {
  const top = pages().getBoundingClientRect().top;
  const own = [...pages().querySelectorAll(".sheet")].find(
    (one) => one.getBoundingClientRect().bottom > top + 1,
  );
  return own && { page: own.dataset.page, offset: own.getBoundingClientRect().top };
}

function restore(place) {
  const own = place && pages().querySelector(`.sheet[data-page="${place.page}"]`);
  if (own) pages().scrollTop += own.getBoundingClientRect().top - place.offset;
}

export function fit() {
  if (!now.paper) return;
  const place = anchor();
  const wide = width();
  document.documentElement.style.setProperty("--page", `${wide}px`);
  restore(place);
  const wanted = dots(wide);
  for (const image of pages().querySelectorAll("img")) {
    const from = `${image.dataset.from}${wanted}`;
    if (image.getAttribute("src") !== from) image.src = from;
  }
}

export function magnify(step) {
  zoom = step === 0 ? ZOOMS.indexOf(1) : Math.max(0, Math.min(ZOOMS.length - 1, zoom + step));
  fit();
}

/** Shows the pages anew; `keep` stays on the page that is in sight. */
export function draw(keep = false) {
  const place = keep ? anchor() : null;
  clearInterval(blinking);
  pages().className = shownMode();
  pages().classList.remove("was");
  if (!now.paper || now.paper.pages === 0) {
    pages().replaceChildren(element("p", "nothing", say(now.paper ? "no_pages" : "nothing_open")));
    part("thumbs").replaceChildren();
    return;
  }
  pages().replaceChildren(...rows().map(line));
  if (!keep) pages().scrollTop = 0;
  fit();
  restore(place);
  thumbs();
  marks();
  const still = globalThis.matchMedia("(prefers-reduced-motion: reduce)").matches;
  if (shownMode() === "blink" && !still) blinking = setInterval(blink, BLINK);
}

export function blink() {
  if (shownMode() === "blink") pages().classList.toggle("was");
}

/** The mode to look in; without an older version there is one only. */
export function look(wanted) {
  mode = now.changes?.compared ? wanted : "now";
  part("mode").value = mode;
  draw(true);
}

// ---- Thumbnails

function thumbs() {
  const remarks = new Map();
  for (const act of now.paper.acts) {
    if (act.pin && act.current && !act.closed) {
      remarks.set(act.pin.page, (remarks.get(act.pin.page) ?? 0) + 1);
    }
  }
  const changed = new Set(
    now.changes?.compared?.pages.filter((own) => !own.same).map((own) => own.new),
  );
  part("thumbs").replaceChildren(
    ...Array.from({ length: now.paper.pages }, (_, at) => {
      const page = at + 1;
      const own = element("button", changed.has(page) ? "thumb changed" : "thumb");
      own.type = "button";
      own.dataset.page = page;
      const image = element("img");
      image.loading = "lazy";
      image.alt = "";
      image.src = `pages/${now.paper.sha256}/${page}/${THUMB}`;
      own.append(image, element("span", "", String(page)));
      if (remarks.has(page)) own.append(element("b", "", String(remarks.get(page))));
      const label = [say("page", { page, pages: now.paper.pages })];
      if (changed.has(page)) label.push(say("changed"));
      own.setAttribute("aria-label", label.join("，"));
      own.onclick = () => goTo(page);
      return element("li", "", own);
    }),
  );
  where();
}

export function goTo(page, top = 0) {
  const own = pages().querySelector(`.sheet:not(.was)[data-page="${page}"]`);
  if (!own) return;
  const height = own.getBoundingClientRect().height;
  const points = now.paper.spots[page - 1]?.height ?? 842;
  const offset = own.getBoundingClientRect().top - pages().getBoundingClientRect().top;
  const down = top ? (top / points) * height - pages().clientHeight / 3 : -12;
  pages().scrollTop += offset + down;
}

/** The page that takes most of what is in sight. */
export function pageInSight() {
  const middle = pages().getBoundingClientRect().top + pages().clientHeight / 3;
  const own = [...pages().querySelectorAll(".sheet:not(.was)[data-page]")];
  const found = own.find((one) => one.getBoundingClientRect().bottom > middle) ?? own.at(-1);
  return Number(found?.dataset.page ?? 1);
}

export function where() {
  if (!now.paper?.pages) {
    part("place").textContent = "";
    return;
  }
  const page = pageInSight();
  part("place").textContent = say("where", { page, pages: now.paper.pages });
  for (const own of part("thumbs").querySelectorAll(".thumb")) {
    const here = Number(own.dataset.page) === page;
    if (here && !own.hasAttribute("aria-current")) own.scrollIntoView({ block: "nearest" });
    if (here) own.setAttribute("aria-current", "true");
    else own.removeAttribute("aria-current");
  }
}

export function step(pageStep) {
  goTo(Math.max(1, Math.min(now.paper?.pages ?? 1, pageInSight() + pageStep)));
}

// ---- Figures on the pages

/** Every place of a figure, in reading order. */
export function places(key) {
  return (now.paper?.spots ?? []).flatMap((page, at) =>
    page.figures.filter((own) => own.key === key).map((spot) => ({ page: at + 1, spot })),
  );
}

/** Every place of every figure. */
export const allPlaces = () =>
  (now.paper?.spots ?? []).flatMap((page, at) =>
    page.figures.map((spot) => ({ page: at + 1, spot })),
  );

function point(className, page, { x, y }) {
  const size = now.paper.spots[page - 1] ?? { width: 595, height: 842 };
  const own = element("div", className);
  own.style.left = `${(x / size.width) * 100}%`;
  own.style.top = `${(y / size.height) * 100}%`;
  return own;
}

function box(className, page, [x, y, w, h]) {
  const size = now.paper.spots[page - 1];
  const own = point(className, page, { x, y });
  own.style.width = `${(w / size.width) * 100}%`;
  own.style.height = `${(h / size.height) * 100}%`;
  return own;
}

/** Marks what is chosen, what has changed, and where remarks are pinned. */
export function marks() {
  const layers = new Map();
  for (const own of pages().querySelectorAll(".sheet[data-page] > .marks")) {
    own.replaceChildren();
    layers.set(Number(own.parentElement.dataset.page), own);
  }
  const moved = new Set(now.changes?.figures.filter((own) => own.new.length).map((own) => own.key));
  const drawn = new Set();
  for (const { page, spot } of allPlaces()) {
    const chosen = spot.key === now.figure?.key;
    if (!chosen && !moved.has(spot.key)) continue;
    for (const own of spot.boxes) {
      const here = chosen && now.figure.spot === spot;
      const kind = chosen ? (here ? "chosen here" : "chosen") : "moved";
      // The figures of a chart have one box.
      const place = `${kind} ${page} ${own}`;
      if (drawn.has(place)) continue;
      drawn.add(place);
      const size = now.paper.spots[page - 1];
      const large = own[2] * own[3] > LARGE * size.width * size.height;
      layers.get(page)?.append(box(`mark ${kind}${large ? " large" : ""}`, page, own));
    }
  }
  let number = 0;
  for (const act of now.paper?.acts ?? []) {
    if (act.act !== "comment" || !act.pin) continue;
    number += 1;
    if (!act.current || act.closed) continue;
    const own = point("pin", act.pin.page, act.pin);
    own.textContent = String(number);
    own.title = act.reason;
    own.dataset.act = act.id;
    layers.get(act.pin.page)?.append(own);
  }
  if (now.pin && !now.figure) {
    layers.get(now.pin.page)?.append(point("here-pin", now.pin.page, now.pin));
  }
}

/** The figure under a place of a page, the smallest where several are, and that place in points. */
export function under(event) {
  const own = event.target.closest(".sheet:not(.was)[data-page]");
  if (!own) return null;
  const page = Number(own.dataset.page);
  const size = now.paper.spots[page - 1];
  if (!size) return null;
  const seen = own.getBoundingClientRect();
  const x = ((event.clientX - seen.left) / seen.width) * size.width;
  const y = ((event.clientY - seen.top) / seen.height) * size.height;
  const HAIR = 1.5;
  const inside = ([left, top, w, h]) =>
    x >= left - HAIR && x <= left + w + HAIR && y >= top - HAIR && y <= top + h + HAIR;
  const area = (spot) => Math.min(...spot.boxes.filter(inside).map(([, , w, h]) => w * h));
  const found = size.figures.filter((spot) => spot.boxes.some(inside));
  found.sort((one, other) => area(one) - area(other));
  return { page, x, y, spot: found[0] ?? null };
}

export function goToSpot({ page, spot }) {
  goTo(page, spot.boxes[0]?.[1] ?? 0);
}
