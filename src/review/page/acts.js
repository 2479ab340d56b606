// What a person does to a paper: passes it, returns it, remarks on it; each act says who.

import { current, several, states } from "./list.js";
import { Refused, button, element, fetched, notice, now, part, say, sent, titled as named } from "./parts.js";
import { pageInSight } from "./sheets.js";

let after = async () => {};
let next = () => {};

export function listen(doing) {
  after = doing.after;
  next = doing.next;
}

// ---- Who

/** Whoever opens another window says there who they are. */
export const signer = () =>
  now.reviewer && { ...now.reviewer, role: now.list.two_persons ? now.reviewer.role : "first" };

export function showSigner() {
  const own = signer();
  part("signer").textContent = own
    ? now.list.two_persons ? `${own.who}（${say(`signoff.role.${own.role}`)}）` : own.who
    : say("who");
  part("signer").title = say("who_title");
}

// ---- Dialogs

const dialog = () => part("dialog");

/** Asks something; gives what was filled in, or nothing. */
function ask(title, inside, yes, values) {
  return new Promise((resolve) => {
    const form = element("form");
    form.method = "dialog";
    const trouble = element("p", "warn");
    trouble.setAttribute("role", "alert");
    trouble.hidden = true;
    const go = element("button", "yes", yes ?? say("ok"));
    const cancel = button("", say("cancel"), () => dialog().close(""));
    const buttons = element("div", "buttons", ...(values ? [cancel, go] : [go]));
    // What has been sent can no longer be cancelled.
    dialog().oncancel = (event) => {
      if (go.disabled) event.preventDefault();
    };
    form.append(element("h2", "", title), ...inside, trouble, buttons);
    let given = null;
    // In a long text, Enter begins a line.
    form.onkeydown = (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(go);
    };
    form.onsubmit = async (event) => {
      event.preventDefault();
      if (go.disabled) return;
      go.disabled = true;
      cancel.disabled = true;
      try {
        const own = values ? await values() : true;
        if (own === undefined) return;
        given = own;
        dialog().close("yes");
      } catch (error) {
        // What somebody else did meanwhile is shown; the next try has seen it.
        await after();
        trouble.hidden = false;
        trouble.textContent = words(error);
      } finally {
        go.disabled = false;
        cancel.disabled = false;
      }
    };
    dialog().replaceChildren(form);
    dialog().setAttribute("aria-label", title);
    dialog().onclose = () => {
      dialog().replaceChildren();
      resolve(given);
    };
    dialog().showModal();
    (form.querySelector("textarea, input:not([type=radio]):not([type=checkbox])") ?? go).focus();
  });
}

export function words(error) {
  if (error instanceof Refused && error.said.what) {
    return `${error.said.what}。${error.said.todo ? `${error.said.todo}。` : ""}`;
  }
  // A request that did not arrive; anything else was answered.
  return say(error instanceof TypeError ? "lost" : "not_there");
}

export async function askWho() {
  const own = signer() ?? { who: "", role: "first" };
  const name = element("input");
  name.value = own.who;
  name.maxLength = 64;
  name.required = true;
  name.autocomplete = "off";
  name.setAttribute("list", "names");
  const names = element("datalist", "", ...now.list.names.map((text) => {
    const option = element("option");
    option.value = text;
    return option;
  }));
  names.id = "names";
  const inside = [element("label", "", say("who_name"), name, names)];
  const roles = ["first", "second"].map((role) => {
    const radio = element("input");
    radio.type = "radio";
    radio.name = "role";
    radio.value = role;
    radio.checked = own.role === role;
    return radio;
  });
  if (now.list.two_persons) {
    const labels = roles.map((radio) => element("label", "inline", radio, say(`signoff.role.${radio.value}`)));
    inside.push(element("div", "roles", ...labels));
  }
  inside.push(element("p", "quiet", say("who_note")));
  const done = await ask(say("who_title"), inside, say("ok"), async () => {
    const who = name.value.trim();
    if (!who) return undefined;
    const role = roles.find((radio) => radio.checked)?.value ?? "first";
    now.reviewer = { who, role };
    return true;
  });
  showSigner();
  if (done) await after();
  return done;
}

async function known() {
  return signer() ?? ((await askWho()) ? signer() : null);
}

const deed = (paper, act, more = {}) => ({
  act,
  sha256: paper.sha256,
  reason: "",
  pin: null,
  target: null,
  seen: newest(paper),
  ...more,
});

/** The newest act on a version that has been shown; a version that was made anew is another. */
const newest = (paper) =>
  (now.list.papers.find((own) => own.sha256 === paper.sha256) ?? paper).newest;

const put = (own, deeds) => sent("acts", { ...own, deeds });

/** What keeps a paper from going out, in words. */
function doubts(paper) {
  return states(paper)
    .filter(([kind]) => ["stale", "error", "warning", "remarks", "came_back"].includes(kind))
    .map(([, text]) => text)
    .concat(now.list.state.preflight ? [] : [say("not_looked")]);
}

/** The open paper, when it is what the pages show. */
function shown() {
  const paper = current();
  return paper && now.paper?.sha256 === paper.sha256 ? paper : null;
}

/** Texts that were not sent, by paper and act. */
const drafts = new Map();

/** A field for a long text, with what was written in it before and not sent. */
function field(paper, act, rows, required) {
  const own = element("textarea");
  const name = `${act} ${paper.path}`;
  own.rows = rows;
  own.required = required;
  own.maxLength = 4000;
  own.value = drafts.get(name) ?? "";
  own.oninput = () => drafts.set(name, own.value);
  own.sent = () => drafts.delete(name);
  return own;
}

// ---- Acts

let working = false;

/** One act at a time: a key that is pressed twice is one act. */
const once = (act) => async (...what) => {
  if (working) return;
  working = true;
  try {
    await act(...what);
  } finally {
    working = false;
  }
};

export const approve = once(async () => {
  const paper = shown();
  if (!paper) return;
  const own = await known();
  if (!own) return;
  const act = async () => {
    await put(own, [deed(paper, "approve")]);
    return true;
  };
  const open = doubts(paper);
  const done = open.length
    ? await ask(say("approve_title", { paper: named(paper) }), [element("p", "", say("approve_doubts", { doubts: open.join("、") }))], say("approve"), act)
    : await tried(act);
  if (done) await finished(say("approved", { paper: named(paper) }));
});

async function tried(act) {
  try {
    return await act();
  } catch (error) {
    await after();
    notice(words(error), true);
    return null;
  }
}

async function finished(text) {
  await next();
  await after();
  notice(text);
}

export const giveBack = once(async () => {
  const paper = shown();
  const own = paper && (await known());
  if (!own) return;
  const reason = field(paper, "return", 5, true);
  const inside = [element("label", "", say("reason"), reason)];
  const done = await ask(say("return_title", { paper: named(paper) }), inside, say("return"), async () => {
    await put(own, [deed(paper, "return", { reason: reason.value })]);
    reason.sent();
    return true;
  });
  if (done) await finished(say("returned_now", { paper: named(paper) }));
});

/** Where a remark would be pinned: the figure or the place that was chosen, else the page in sight. */
function pin() {
  if (now.pin) return now.pin;
  if (!now.paper?.pages) return null;
  const page = pageInSight();
  return { page, x: 40, y: 60, figure: null };
}

export const remark = once(async () => {
  const paper = shown();
  const own = paper && (await known());
  if (!own) return;
  const place = pin();
  const text = field(paper, "comment", 5, true);
  const chosen = now.figure?.spot ? say("at_figure", { page: place.page, text: now.figure.spot.text }) : place ? say(now.pin ? "at_place" : "at_page", { page: place.page }) : "";
  const inside = [element("label", "", say("remark"), text), element("p", "quiet", chosen)];
  const done = await ask(say("remark_title", { paper: named(paper) }), inside, say("ok"), async () => {
    const where = place && { page: place.page, x: place.x, y: place.y, figure: place.figure ?? null };
    await put(own, [deed(paper, "comment", { reason: text.value, pin: where })]);
    text.sent();
    return true;
  });
  if (!done) return;
  now.tab = "remarks";
  if (!now.figure) now.pin = null;
  await after();
  notice(say("remarked"));
});

/** A remark is dealt with, or an act of one's own taken back. */
export const answer = once(async (act, about) => {
  const paper = shown();
  const own = paper && (await known());
  if (!own) return;
  const reason = field(paper, `${act} ${about.id}`, 3, false);
  const inside = [element("p", "quote", about.reason), element("label", "", say("note"), reason)];
  const done = await ask(say(act), inside, say("ok"), async () => {
    await put(own, [deed(paper, act, { target: about.id, reason: reason.value })]);
    reason.sent();
    return true;
  });
  if (!done) return;
  await after();
  notice(say(`${act}_done`));
});

// ---- Several at once

function figureLine(change) {
  const own = element("li");
  own.append(element("del", "", change.old.join("、") || "—"), " → ", element("ins", "", change.new.join("、") || "—"));
  if (change.name) own.append(element("span", "quiet", ` ${change.name}`));
  return own;
}

export const batch = once(async (papers = several()) => {
  const own = papers.length ? await known() : null;
  if (!own) return;
  const again = papers.every((paper) => paper.change === "class_only");
  const moved = new Map();
  if (papers.some((paper) => paper.change === "class_only")) {
    try {
      for (const { sha256, figures } of await fetched("moved")) moved.set(sha256, figures);
    } catch (error) {
      notice(words(error), true);
      return;
    }
  }
  const boxes = papers.map((paper) => {
    const box = element("input");
    box.type = "checkbox";
    box.checked = doubts(paper).length === 0;
    return box;
  });
  const rows = papers.map((paper, at) => {
    const label = element("label", "inline", boxes[at], named(paper));
    const row = element("li", "", label, ...doubts(paper).map((text) => element("span", "badge warning", text)));
    const figures = moved.get(paper.sha256);
    if (figures) {
      const open = element("details", "", element("summary", "", say("figures", { count: figures.length })));
      open.append(element("ul", "", ...figures.map(figureLine)));
      open.open = papers.length <= 6;
      row.append(open);
    }
    return row;
  });
  const inside = [element("p", "", say(again ? "again_note" : "batch_note")), element("ol", "several", ...rows)];
  let count = 0;
  const done = await ask(say(again ? "again_title" : "batch_title", { count: papers.length }), inside, say("approve"), async () => {
    const chosen = papers.filter((_, at) => boxes[at].checked);
    if (!chosen.length) return undefined;
    count = chosen.length;
    await put(own, chosen.map((paper) => deed(paper, "approve")));
    return true;
  });
  if (done) await finished(say("batch_done", { count }));
  else await after();
});

// ---- Help

export function help(keys) {
  const rows = keys.map(([names, text]) => {
    const own = names.map((name) => element("kbd", "", name));
    return element("tr", "", element("td", "", ...own.flatMap((key, at) => (at ? [" ", key] : [key]))), element("td", "", text));
  });
  return ask(say("keys"), [element("table", "keys", element("tbody", "", ...rows)), element("p", "quiet", say("keys_note"))], say("close"));
}

export const busy = () => dialog().open;
