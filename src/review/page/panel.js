// Beside the pages: the figures behind the paper, what has changed, what was said, what was found.

import { badges, current } from "./list.js";
import { button, element, fetched, has, now, part, say } from "./parts.js";
import { goTo, goToSpot, marks, places } from "./sheets.js";

const TABS = ["data", "changes", "remarks", "findings"];
/** Changes shown at once; the rest on demand. */
const FIRST = 60;

let open = { figure: () => {}, origin: () => {}, act: () => {} };

export function listen(doing) {
  open = doing;
}

export function show(tab) {
  now.tab = tab;
  draw();
}

export const tabs = () => TABS;

export function draw() {
  const counts = {
    data: null,
    changes: now.changes ? now.changes.figures.length : null,
    remarks: now.paper?.acts.length ?? 0,
    findings: now.paper?.findings.length ?? 0,
  };
  part("tabs").replaceChildren(
    ...TABS.map((name, at) => {
      const count = counts[name] ? ` ${counts[name]}` : "";
      const own = button("", `${say(`tab_${name}`)}${count}`, () => show(name));
      own.setAttribute("role", "tab");
      own.setAttribute("aria-selected", String(now.tab === name));
      own.setAttribute("aria-controls", "tab");
      own.setAttribute("aria-keyshortcuts", String(at + 1));
      return own;
    }),
  );
  const inside = now.paper ? { data, changes, remarks, findings }[now.tab]() : [];
  part("tab").replaceChildren(...inside);
  part("tab").setAttribute("aria-label", say(`tab_${now.tab}`));
}

// ---- Figures behind the paper

function data() {
  const own = [];
  const brief = now.paper.brief;
  if (!brief) {
    const { figures, trouble } = now.list.state;
    if (trouble) own.push(element("p", "warn", say("trouble", { trouble })));
    else own.push(element("p", "quiet", say(figures ? "no_data" : "reading")));
  } else {
    if (now.list.state.older) own.push(element("p", "warn", say("older")));
    own.push(...brief.tables.map(table));
  }
  if (now.paper.beside.length) {
    own.push(element("h3", "", say("beside")));
    own.push(
      element(
        "ul",
        "files",
        ...now.paper.beside.map((file) => {
          const link = element("a", "", file.name);
          link.href = `files/${file.sha256}`;
          link.download = file.name;
          return element("li", "", link);
        }),
      ),
    );
  }
  own.push(element("p", "quiet path", now.paper.path));
  return own;
}

function table({ title, heads, rows }) {
  const own = element("table");
  own.append(element("caption", "", title));
  if (heads.length) {
    const row = element("tr", "", element("td"), ...heads.map((head) => element("th", "", head)));
    own.append(element("thead", "", row));
  }
  const body = element("tbody");
  const wide = heads.length > 4;
  for (const { name, cells } of rows) {
    const head = element("th", "", name);
    head.scope = "row";
    if (wide) {
      head.colSpan = cells.length + 1;
      body.append(element("tr", "named", head));
      body.append(element("tr", "", element("td"), ...cells.map(cell)));
    } else {
      body.append(element("tr", "", head, ...cells.map(cell)));
    }
  }
  own.append(body);
  return own;
}

function cell({ key, text }) {
  if (!key || places(key).length === 0) {
    const own = element("td", key ? "unprinted" : "", text || "—");
    if (key) own.title = say("unprinted");
    return own;
  }
  const own = button("number", text, () => open.figure(key));
  own.setAttribute("aria-label", say("show_figure", { text }));
  if (now.figure?.key === key) own.setAttribute("aria-pressed", "true");
  return element("td", "", own);
}

// ---- The chosen figure

let asked = 0;

/** Figures that were gone on from, so that one can go back. */
let trail = [];

/** Goes on from a figure to a part of it, which need not be printed in the paper. */
export function origin(key) {
  if (places(key).length) {
    pick(key);
    return;
  }
  if (now.figure) trail.push(now.figure);
  now.figure = { key, spot: null, page: 0 };
  marks();
  figure();
}

function back() {
  now.figure = trail.pop() ?? null;
  marks();
  figure();
}

/** Shows where a figure comes from. */
export async function figure() {
  const box = part("figure");
  box.hidden = !now.figure;
  if (!now.figure) {
    trail = [];
    return;
  }
  const { key, spot } = now.figure;
  const all = places(key);
  const at = all.findIndex((own) => own.spot === spot);
  const away = () => {
    now.pin = null;
    open.figure(null);
  };
  const close = button("close", "×", away, say("close"));
  const head = element("h3", "", spot?.text ?? "", close);
  if (trail.length) head.prepend(button("back", "←", back, say("back")));
  const times = spot ? say("times", { at: at + 1, count: all.length }) : say("unprinted");
  const place = element("p", "quiet", times);
  const origin = element("div", "origin", element("p", "quiet", say("reading")));
  box.replaceChildren(head, place, origin);
  const mine = ++asked;
  let told;
  try {
    told = await fetched(`trace/${now.paper.sha256}/${encodeURIComponent(key)}`);
  } catch {
    told = null;
  }
  if (mine !== asked) return;
  if (!spot && told?.texts.length) head.prepend(told.texts[0]);
  origin.replaceChildren(...(told ? derivation(told) : [element("p", "quiet", say("no_trace"))]));
}

/** Parts shown at once; the rest on demand. */
const FIRST_PARTS = 12;

function derivation(told) {
  const own = [element("p", "called", told.name)];
  if (told.exact) own.push(element("p", "quiet", say("exact", { exact: told.exact })));
  if (told.how) own.push(element("p", "how", told.how));
  if (told.steps.length) own.push(steps(told.steps));
  if (told.cells.length) own.push(cells(told.cells));
  if (told.parts.length) own.push(parts(told.parts));
  if (told.table) own.push(element("p", "quiet", say("in_table", { table: told.table })));
  return own;
}

function steps(all) {
  const rows = all.map((step) =>
    element(
      "li",
      "",
      `${step.rule}${step.item ? `　${step.item}` : ""}`,
      element("span", "formula", [step.formula, step.value].filter(Boolean).join(" ＝ ")),
    ),
  );
  return element("ol", "steps", ...rows);
}

/** Cells of input files: where each is, and what stood in it. */
function cells(all) {
  const rows = all.map((cell) =>
    element(
      "li",
      "",
      element("span", "cell", cell.place),
      cell.head ? element("span", "quiet", `${cell.head}：`) : "",
      element("q", "", cell.text),
    ),
  );
  return element("ul", "cells", ...rows);
}

function parts(all) {
  const rows = all.map((part) => {
    const name = part.key
      ? button("name", part.name, () => open.origin(part.key), say("show_origin", { name: part.name }))
      : element("span", "", part.name);
    const own = element("li", "", name, element("span", "value", part.value));
    if (part.cells.length) own.append(cells(part.cells));
    return own;
  });
  const list = element("ul", "parts", ...rows.slice(0, FIRST_PARTS));
  if (rows.length <= FIRST_PARTS) return list;
  const more = button("more", say("more", { count: rows.length - FIRST_PARTS }), () => {
    list.append(...rows.slice(FIRST_PARTS));
    more.remove();
  });
  return element("div", "", list, more);
}

// ---- Changes

/** Why a paper is another: that it is one goes without saying where there is a cause. */
function reasons({ moved }) {
  const causes = moved.filter((name) => name !== "document" && name !== "beside");
  return (causes.length ? causes : moved).map((name) => say(`signoff.moved.${name}`)).join("、");
}

const texts = (list) => list.join("、") || "—";

function moved(change) {
  const own = element("li");
  const go = () => {
    if (change.new.length) open.figure(change.key);
    else goTo(Math.min(change.page, now.paper.pages));
  };
  const text = [
    element("span", "page", say("on_page", { page: change.page })),
    element("del", "", texts(change.old)),
    " → ",
    element("ins", "", texts(change.new)),
  ];
  const row = button("change", "", go);
  row.append(...text);
  row.title = change.key;
  own.append(row);
  if (change.name) own.append(element("span", "quiet", change.name));
  return own;
}

function sentence(change) {
  const row = button("change", "", () => goTo(Math.min(change.page, now.paper.pages)));
  row.append(element("span", "page", say("on_page", { page: change.page })));
  if (change.old) row.append(element("del", "", ...unlike(change.old, change.new)));
  if (change.new) row.append(element("ins", "", ...unlike(change.new, change.old)));
  return element("li", "sentence", row);
}

/** A text with what differs from another in bold: all between their common beginning and end. */
function unlike(text, other) {
  if (!other) return [text];
  const [one, two] = [[...text], [...other]];
  const most = Math.min(one.length, two.length);
  let from = 0;
  while (from < most && one[from] === two[from]) from += 1;
  let to = 0;
  while (to < most - from && one.at(-1 - to) === two.at(-1 - to)) to += 1;
  const end = one.length - to;
  return [
    one.slice(0, from).join(""),
    element("b", "", one.slice(from, end).join("")),
    one.slice(end).join(""),
  ];
}

function shortened(rows) {
  if (rows.length <= FIRST) return element("ol", "changes", ...rows);
  const own = element("ol", "changes", ...rows.slice(0, FIRST));
  const more = button("more", say("more", { count: rows.length - FIRST }), () => {
    own.append(...rows.slice(FIRST));
    more.remove();
  });
  return element("div", "", own, more);
}

function changes() {
  const against = now.paper.against;
  if (!against) return [element("p", "quiet", say("nothing_signed"))];
  const state = say(`signoff.state.${against.state}`);
  const since = say("since", { who: against.who, at: now.paper.at, state });
  const own = [element("p", "quiet", since)];
  if (now.paper.moved.length) {
    const why = reasons(now.paper);
    own.push(element("p", "", say("why", { why })));
  }
  if (!now.changes) return [...own, element("p", "quiet", say("reading"))];
  const { figures, compared } = now.changes;
  if (!compared) own.push(element("p", "warn", say("not_compared")));
  const pages = compared?.pages.filter((page) => !page.same) ?? [];
  if (!figures.length && !pages.length && !compared?.sentences.length) {
    return [...own, element("p", "", say("no_changes"))];
  }
  const count = (name, number) => element("h3", "", say(name, { count: number }));
  if (pages.length) {
    own.push(count("changed_pages", pages.length));
    own.push(
      element(
        "p",
        "pages",
        ...pages.map((page) =>
          button("page", String(page.new ?? `−${page.old}`), () => goTo(page.new ?? 1)),
        ),
      ),
    );
  }
  if (figures.length) own.push(count("changed_figures", figures.length), shortened(figures.map(moved)));
  if (compared?.sentences.length) {
    own.push(count("changed_sentences", compared.sentences.length));
    own.push(shortened(compared.sentences.map(sentence)));
  }
  return own;
}

// ---- Remarks and signatures

function remarks() {
  const acts = now.paper.acts;
  if (!acts.length) return [element("p", "quiet", say("no_acts"))];
  let number = 0;
  const rows = acts.map((act) => {
    const own = element("li", act.closed ? `act ${act.act} closed` : `act ${act.act}`);
    own.dataset.act = act.id;
    const head = element("p", "head", element("b", "", say(`signoff.act.${act.act}`)));
    if (act.act === "comment" && act.pin) {
      number += 1;
      head.prepend(element("span", "pin-number", String(number)));
    }
    head.append(` ${act.who}（${say(`signoff.role.${act.role}`)}）`, element("time", "", act.at));
    own.append(head);
    if (act.reason) own.append(element("p", "text", act.reason));
    if (act.target) own.append(element("p", "quiet", said(acts, act.target)));
    if (!act.current) own.append(element("p", "quiet", say("older_version")));
    const doing = element("p", "doing");
    if (act.pin && act.current) {
      doing.append(
        button("", say("on_page", { page: act.pin.page }), () => {
          if (act.pin.figure) open.figure(act.pin.figure);
          else goTo(act.pin.page, act.pin.y);
        }),
      );
    }
    if (act.act === "comment" && !act.closed) {
      doing.append(button("", say("resolve"), () => open.act("resolve", act)));
    }
    if (!act.closed && act.act !== "resolve" && act.act !== "withdraw") {
      doing.append(button("", say("withdraw"), () => open.act("withdraw", act)));
    }
    if (doing.childNodes.length) own.append(doing);
    return own;
  });
  return [element("ol", "acts", ...rows)];
}

function said(acts, target) {
  const own = acts.find((act) => act.id === target);
  if (!own) return "";
  const act = say(`signoff.act.${own.act}`);
  return say("about", { act, who: own.who, text: own.reason.slice(0, 40) });
}

// ---- Findings

function findings() {
  const own = [];
  const { preflight, trouble } = now.list.state;
  if (trouble) own.push(element("p", "warn", say("trouble", { trouble })));
  else if (!preflight) own.push(element("p", "quiet", say("looking")));
  if (!now.paper.findings.length) {
    return preflight ? [...own, element("p", "quiet", say("no_findings"))] : own;
  }
  const rows = now.paper.findings.map((finding) => {
    const row = element("li", `finding ${finding.severity}`);
    const name = `severity_${finding.severity}`;
    row.append(element("p", "head", element("b", "", has(name) ? say(name) : finding.severity), `［${finding.code}］`));
    row.append(element("p", "text", `${finding.what}。`));
    if (finding.todo) row.append(element("p", "quiet", `→ ${finding.todo}。`));
    const page = /第(\d+)页/.exec(finding.what);
    if (page) row.append(button("", say("on_page", { page: page[1] }), () => goTo(Number(page[1]))));
    return row;
  });
  return [...own, element("ol", "findings", ...rows)];
}

/** The head of the open paper. */
export function head() {
  const paper = current();
  part("states").replaceChildren(...(paper ? badges(paper) : []));
  const voided = part("voided");
  voided.hidden = !paper?.voided;
  if (paper?.voided) {
    const why = reasons(paper);
    voided.textContent = say("voided", { who: paper.who, at: paper.at, why });
  }
}

/** The chosen figure in a paper that was read again. */
export function again() {
  const { key, page } = now.figure ?? {};
  if (!key) return;
  const all = places(key);
  const own = all.find((one) => one.page === page) ?? all[0];
  now.figure = own ? { key, spot: own.spot, page: own.page } : null;
}

/** Chooses a figure; the same once more goes on to its next place. */
export function pick(key, spot = null) {
  if (!key) {
    now.figure = null;
  } else {
    const all = places(key);
    if (!all.length) return;
    if (now.figure && now.figure.key !== key && !spot) trail.push(now.figure);
    if (spot) trail = [];
    const last = now.figure?.key === key ? all.findIndex((own) => own.spot === now.figure.spot) : -1;
    const next = spot ? all.find((own) => own.spot === spot) : all[(last + 1) % all.length];
    now.figure = { key, spot: next.spot, page: next.page };
    now.pin = { page: next.page, x: next.spot.boxes[0][0], y: next.spot.boxes[0][1], figure: key };
    if (!spot) goToSpot(next);
  }
  marks();
  figure();
  if (now.tab === "data") draw();
}
