// What all parts of the page use: words, elements, requests. Texts are set as text and never as
// markup; every word comes from the program's wording.

export const part = (id) => document.getElementById(id);

let words = {};

export async function readWords() {
  words = await fetched("words.json");
}

export const has = (name) => name in words;

export const say = (name, values = {}) =>
  (words[name] ?? "").replace(/\{(\w+)\}/g, (_, key) => values[key] ?? "");

/** An element with its class, and what stands in it: texts and elements. */
export function element(name, className = "", ...inside) {
  const own = document.createElement(name);
  if (className) own.className = className;
  own.append(...inside.filter((one) => one !== null && one !== undefined && one !== ""));
  return own;
}

export function button(className, text, act, label) {
  const own = element("button", className, text);
  own.type = "button";
  own.onclick = act;
  if (label) {
    own.title = label;
    own.setAttribute("aria-label", label);
  }
  return own;
}

export class Refused extends Error {
  constructor(said) {
    super(said.what ?? say("lost"));
    this.said = said;
  }
}

export async function fetched(path) {
  const answer = await fetch(path, { cache: "no-store" });
  if (answer.status === 422) throw new Refused(await answer.json());
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

export async function sent(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    cache: "no-store",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  if (answer.status === 422) throw new Refused(await answer.json());
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}

/** What the page knows now. */
export const now = {
  list: { papers: [], two_persons: false, state: {} },
  /** Checksum of the paper that is open. */
  open: null,
  /** That paper. */
  paper: null,
  /** What has changed in it; null while nobody has asked, or where nothing was signed before. */
  changes: null,
  /** The figure that is chosen: its key, and which of its places. */
  figure: null,
  /** The place that a remark would be pinned to. */
  pin: null,
  tab: "data",
  /** Who signs in this window, and as whom; null before anybody said so. */
  reviewer: null,
};

export function notice(text, bad = false) {
  const own = part("notice");
  own.textContent = text;
  own.classList.toggle("bad", bad);
}

/** The name of a paper's unit; of one that an older program made, its code. */
export const unitOf = (paper) => paper.unit_name ?? paper.unit;

export const titled = (paper) =>
  unitOf(paper) ? `${unitOf(paper)}　${paper.kind_name}` : paper.kind_name;
