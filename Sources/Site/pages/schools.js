// The list of schools. The URL is the truth: controls and list are painted from it, and a change of a filter is one step
// of the browser's history.
import { addActions } from "/shared/kept.js";
import { listCards } from "/shared/api.js";
import { schoolCard } from "/shared/card.js";
import { byId, el, emptyState, focusOn, show, unseen } from "/shared/dom.js";
import { chipWords, defaultOrder, filterNames, listPath, measure, prepare, readQuery, select } from "/shared/filters.js";
import { count, miles, tier } from "/shared/format.js";
import { findCity, stateNames, suggestWhileTyping } from "/shared/places.js";
import { waitFor } from "/shared/waiting.js";

const perPage = 24;
const form = byId("filters");
const results = byId("results");
let entries = [];
let origin = null; // the place that distances are measured from
let originFound = Promise.resolve();
let originWords = "";
let turn = 0; // counts paintings, so that a slow one does not cover a later one

addActions();
suggestWhileTyping(form.elements.near, byId("cities"));
byId("filters-box").open = matchMedia("(min-width: 60rem)").matches;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  apply();
});
form.addEventListener("change", apply);
form.elements.q.addEventListener("input", () => paint({ ...fromForm(), q: form.elements.q.value.trim() || undefined }));
addEventListener("popstate", () => restore());
document.addEventListener("click", follow);
waitFor(results, listCards, (cards) => {
  entries = prepare(cards);
  offerStates();
  offerTiers();
  restore();
});

function fromForm() {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) parameters.append(name, value.trim());
  const shown = readQuery(new URLSearchParams(location.search)).values;
  if (parameters.get("sortBy") === defaultOrder(shown)) parameters.delete("sortBy"); // not chosen: it may follow the filters
  return { ...readQuery(parameters).values, view: shown.view };
}

function apply() {
  go(listPath(fromForm()));
}

function go(path) {
  if (path !== location.pathname + location.search) history.pushState(null, "", path);
  restore();
}

/** Chips, pages and views change the list in place. */
function follow(event) {
  const link = event.target.closest("a[data-list]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
  focusOn(byId("count"));
}

async function restore() {
  const mine = (turn += 1);
  const { values, ignored } = readQuery(new URLSearchParams(location.search));
  for (const name of ["q", "state", "trainingType", "maxBudget", "minRating", "tier", "near", "radius", "sortBy"]) {
    const control = form.elements[name];
    if (control.tagName === "SELECT" && values[name] && ![...control.options].some((option) => option.value === String(values[name]))) {
      control.add(new Option(chipWords(name, values[name]), values[name]));
    }
    control.value = values[name] ?? "";
  }
  const programs = (values.programs ?? "").split(",");
  for (const box of form.elements.programs) box.checked = programs.includes(box.value);
  await findOrigin(values.near ?? "");
  if (mine === turn) paint(values, ignored);
}

function findOrigin(words) {
  if (words !== originWords) originFound = setOrigin(words);
  originWords = words;
  return originFound;
}

async function setOrigin(words) {
  origin = words ? await findCity(words).catch(() => null) : null;
  byId("near-error").hidden = !words || origin !== null;
  form.elements.near.setAttribute("aria-invalid", String(Boolean(words) && origin === null));
  measure(entries, origin);
}

function paint(values, ignored = []) {
  const found = select(entries, values, origin);
  const pages = Math.max(1, Math.ceil(found.length / perPage));
  const page = Math.min(values.page, pages);
  byId("count").textContent = found.length === entries.length
    ? count(found.length, "school") : `${found.length} of ${count(entries.length, "school")}`;
  paintChips(values, ignored);
  paintViews(values);
  if (found.length === 0) show(results, nothing(values));
  else if (values.view === "map") paintMap(found, values);
  else {
    const shown = found.slice((page - 1) * perPage, page * perPage);
    show(results,
      el("ul", { class: "cards" }, shown.map((entry) => el("li", {}, schoolCard(entry.card, entry.distance)))),
      pages > 1 && pager(values, page, pages));
  }
}

function paintChips(values, ignored) {
  const path = (name) => listPath({ ...values, [name]: undefined, ...(name === "near" ? { radius: undefined, sortBy: "" } : {}), page: 1 });
  const chip = (name, words) => el("li", {}, el("a", { href: path(name), "data-list": true },
    unseen("Remove: "), words));
  const active = filterNames.filter((name) => values[name] !== undefined);
  show(byId("chips"),
    active.map((name) => chip(name, chipWords(name, values[name]))),
    ignored.map(([name, given]) => chip(name, `Not understood: ${name} “${given}”`)),
    active.length + ignored.length > 1 && el("li", {}, el("a", { href: "/schools", "data-list": true }, "Clear all")));
}

function paintViews(values) {
  const link = (view, words) => el("a", {
    href: listPath({ ...values, view, page: 1 }), "data-list": true, class: "button", "aria-current": values.view === view && "true",
  }, words);
  show(byId("views"), link("list", "List"), link("map", "Map"));
}

async function paintMap(found, values) {
  const mine = turn;
  await waitFor(results, () => import("/shared/map.js").then((module) => module.drawMap(found, values)), (map) => {
    if (mine === turn) show(results, map);
  });
}

function pager(values, page, pages) {
  const link = (to, words, label) => el("li", {}, el("a", {
    href: listPath({ ...values, page: to }), "data-list": true, class: "button", "aria-label": label, "aria-current": to === page && "page",
  }, words));
  const near = [...new Set([1, page - 1, page, page + 1, pages])].filter((to) => to >= 1 && to <= pages);
  return el("nav", { "aria-label": "Pages of the list" }, el("ul", { class: "pager row" },
    page > 1 && link(page - 1, "Previous", null),
    near.map((to) => link(to, String(to), `Page ${to}`)),
    page < pages && link(page + 1, "Next", null)));
}

/** What to say when no school passes: how many would without each filter alone. */
function nothing(values) {
  const active = filterNames.filter((name) => values[name] !== undefined && name !== "near");
  const ways = active.map((name) => [name, select(entries, values, origin, name)]).filter(([, found]) => found.length);
  const link = ([name, found]) => el("li", {}, el("a", { href: listPath({ ...values, [name]: undefined, page: 1 }), "data-list": true },
    `Without ${chipWords(name, values[name])}: ${count(found.length, "school")}`),
  name === "radius" && `, the nearest ${miles(Math.min(...found.map((entry) => entry.distance)))} away`);
  return emptyState("No school matches all of this",
    ways.length > 0 && el("ul", { class: "stack" }, ways.map(link)),
    el("p", {}, el("a", { href: "/schools", "data-list": true }, "Show all schools")));
}

function offerStates() {
  const counts = new Map();
  for (const { card } of entries) {
    const state = card.location?.state;
    if (typeof state === "string" && /^[A-Za-z]{2}$/.test(state)) counts.set(state.toUpperCase(), (counts.get(state.toUpperCase()) ?? 0) + 1);
  }
  const named = [...counts].map(([code, schools]) => [stateNames[code] ?? code, code, schools]).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, code, schools] of named) form.elements.state.add(new Option(`${name} (${schools})`, code));
}

function offerTiers() {
  const tiers = [...new Set(entries.map(({ card }) => tier(card.trustTier)).filter(Boolean))].sort();
  for (const name of tiers) form.elements.tier.add(new Option(name, name));
}
