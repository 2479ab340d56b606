// The list of papers: what is shown of it, and where one is in it.

import { button, element, now, part, say, unitOf } from "./parts.js";

const CHIPS = ["todo", "changed", "class_only", "returned", "risky", "approved", "all"];

const filter = { chip: "todo", text: "", class: "", kind: "" };
/** What an opened paper was when it was opened: it stays in the list until another is. */
let kept = null;

const judged = (paper) => paper.state === "approved" || paper.state === "returned";

/** Whether a paper waits for whoever signs in this window: for the first of two persons while
 * nobody has passed it, for the second once another has. */
function waits(paper) {
  if (!paper.required || judged(paper)) return false;
  const own = now.list.two_persons ? now.reviewer : null;
  if (own?.role === "first") return paper.state === "pending";
  if (own?.role === "second") return paper.state === "first_passed" && paper.who !== own.who;
  return true;
}

const TESTS = {
  todo: waits,
  changed: (paper) => paper.change === "changed" && waits(paper),
  class_only: (paper) => paper.change === "class_only" && waits(paper),
  returned: (paper) => paper.state === "returned",
  risky: (paper) => paper.errors > 0 || paper.warnings > 0 || paper.stale || paper.open_comments > 0,
  approved: (paper) => paper.state === "approved",
  all: () => true,
};

export const is = (paper, chip) => TESTS[chip](paper);

function fits(paper) {
  const text = `${paper.path} ${paper.unit_name ?? ""} ${paper.kind_name} ${paper.unit ?? ""}`;
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  return (
    words.every((word) => text.toLowerCase().includes(word)) &&
    (filter.class === "" || paper.class === filter.class) &&
    (filter.kind === "" || paper.kind === filter.kind)
  );
}

/** Papers as they stand in the list. */
export function shown() {
  return now.list.papers.filter(
    (paper) => fits(paper) && (TESTS[filter.chip](paper) || paper.sha256 === kept),
  );
}

export function keep(sha256) {
  kept = sha256;
}

export const current = () => now.list.papers.find((paper) => paper.sha256 === now.open) ?? null;

/** The paper so many places on in the list. */
export function neighbour(step) {
  const papers = shown();
  const at = papers.findIndex((paper) => paper.sha256 === now.open);
  if (at < 0) return papers[0] ?? null;
  return papers[Math.max(0, Math.min(papers.length - 1, at + step))] ?? null;
}

/** The next paper that waits to be judged, from the open one on and round. */
export function waiting() {
  const papers = shown();
  const at = papers.findIndex((paper) => paper.sha256 === now.open);
  const round = [...papers.slice(at + 1), ...papers.slice(0, Math.max(at, 0))];
  return round.find((paper) => TESTS.todo(paper)) ?? null;
}

export function choose(chip) {
  filter.chip = chip;
}

export const chosen = () => filter.chip;

export function firstChip() {
  filter.chip = now.list.papers.some(TESTS.todo) ? "todo" : "all";
}

/** Words for how far a paper has come and what is new about it, each with its class. */
export function states(paper) {
  const own = [];
  if (paper.required || paper.state !== "pending") {
    own.push([paper.state, say(`signoff.state.${paper.state}`)]);
  } else {
    own.push(["free", say("free")]);
  }
  if (paper.change !== "same") own.push([paper.change, say(`signoff.change.${paper.change}`)]);
  if (paper.came_back && paper.state !== "returned") own.push(["came_back", say("came_back")]);
  if (paper.stale) own.push(["stale", say("stale")]);
  if (paper.errors) own.push(["error", say("errors", { count: paper.errors })]);
  if (paper.warnings) own.push(["warning", say("warnings", { count: paper.warnings })]);
  if (paper.open_comments) own.push(["remarks", say("remarks", { count: paper.open_comments })]);
  return own;
}

export const badges = (paper) =>
  states(paper).map(([kind, text]) => element("span", `badge ${kind}`, text));

const pagesOf = (paper) => (paper.pages ? say("pages_count", { count: paper.pages }) : "");

function row(paper, open) {
  const own = button("paper", "", () => open(paper.sha256));
  const first = element("span", "first", unitOf(paper) ?? paper.kind_name);
  const second = element("span", "second", unitOf(paper) ? paper.kind_name : pagesOf(paper));
  own.append(first, second, element("span", "badges", ...badges(paper)));
  own.dataset.sha256 = paper.sha256;
  if (paper.sha256 === now.open) own.setAttribute("aria-current", "true");
  return element("li", "", own);
}

function options(select, name, values) {
  const wanted = values.some(([value]) => value === filter[name]) ? filter[name] : "";
  filter[name] = wanted;
  const all = element("option", "", say(`all_${name}`));
  all.value = "";
  const own = values.map(([value, text]) => {
    const option = element("option", "", text);
    option.value = value;
    return option;
  });
  select.replaceChildren(all, ...own);
  select.value = wanted;
}

const distinct = (pairs) => [...new Map(pairs.filter(([value]) => value)).entries()];

/** Puts the list in place again. */
export function draw(open, batch) {
  const papers = now.list.papers;
  const scope = papers.filter(fits);
  part("chips").replaceChildren(
    ...CHIPS.map((chip) => {
      const count = scope.filter(TESTS[chip]).length;
      const own = button("chip", `${say(`chip_${chip}`)} ${count}`, () => {
        kept = null;
        choose(chip);
        draw(open, batch);
      });
      own.setAttribute("aria-pressed", String(chip === filter.chip));
      own.dataset.chip = chip;
      return own;
    }),
  );
  options(part("class"), "class", distinct(papers.map((own) => [own.class, own.class])));
  options(part("kind"), "kind", distinct(papers.map((own) => [own.kind, own.kind_name])));
  const rows = shown();
  const place = part("papers").scrollTop;
  const focused = document.activeElement?.closest?.("#papers .paper")?.dataset.sha256;
  part("papers").replaceChildren(...rows.map((paper) => row(paper, open)));
  part("papers").scrollTop = place;
  if (focused) part("papers").querySelector(`[data-sha256="${focused}"]`)?.focus();
  part("none").hidden = rows.length > 0;
  part("none").textContent = say(papers.some(TESTS.todo) ? "none" : "none_left");
  const again = scope.filter(TESTS.class_only).length;
  const left = rows.filter(TESTS.todo).length;
  part("batch").hidden = left === 0 && again === 0;
  part("batch").textContent = again
    ? say("again", { count: again })
    : say("batch", { count: left });
  part("batch").onclick = () => batch(again ? scope.filter(TESTS.class_only) : rows.filter(TESTS.todo));
  progress();
}

/** What one act for several papers would be about. */
export function several() {
  const again = now.list.papers.filter(fits).filter(TESTS.class_only);
  return again.length ? again : shown().filter(TESTS.todo);
}

function progress() {
  const needed = now.list.papers.filter((paper) => paper.required);
  const count = (state) => needed.filter((paper) => paper.state === state).length;
  const passed = count("approved");
  part("meter").max = Math.max(needed.length, 1);
  part("meter").value = passed;
  const returned = count("returned");
  const text = say("progress", { passed, needed: needed.length });
  part("counts").textContent = returned ? `${text}　${say("returned", { count: returned })}` : text;
  part("meter").setAttribute("aria-label", text);
}

/** Marks the open paper in the list and brings it into sight. */
export function mark() {
  for (const own of part("papers").querySelectorAll("[aria-current]")) {
    own.removeAttribute("aria-current");
  }
  const own = part("papers").querySelector(`[data-sha256="${now.open}"]`);
  own?.setAttribute("aria-current", "true");
  own?.scrollIntoView({ block: "nearest" });
}

export function listen(open, batch) {
  part("search").placeholder = say("search");
  part("search").setAttribute("aria-label", say("search"));
  part("search").oninput = () => {
    filter.text = part("search").value;
    draw(open, batch);
  };
  for (const name of ["class", "kind"]) {
    part(name).setAttribute("aria-label", say(`all_${name}`));
    part(name).onchange = () => {
      filter[name] = part(name).value;
      draw(open, batch);
    };
  }
  part("chips").setAttribute("aria-label", say("filter"));
}
