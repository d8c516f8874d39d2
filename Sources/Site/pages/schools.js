// The list of schools. The URL is the truth: controls and list are painted from it, and a change of a filter is one step
// of the browser's history.
import { addActions } from "/shared/kept.js";
import { listCards } from "/shared/api.js";
import { schoolCard } from "/shared/card.js";
import { byId, el, emptyState, focusOn, show, unseen } from "/shared/dom.js";
import { chipWords, defaultOrder, filterNames, listPath, measure, prepare, readQuery, select } from "/shared/filters.js";
import { count, miles, text, tier } from "/shared/format.js";
import { findCity, stateNames, suggestWhileTyping } from "/shared/places.js";
import { waitFor } from "/shared/waiting.js";

const perPage = 24;
const form = byId("filters");
const results = byId("results");
let entries; // once the API has answered
let origin = null; // the place that distances are measured from
let turn = 0; // counts paintings, so that a slow one does not cover a later one

addActions();
suggestWhileTyping(form.elements.near, byId("cities"));
byId("filters-box").open = matchMedia("(min-width: 60rem)").matches;
form.addEventListener("submit", (event) => {
  event.preventDefault();
  apply(event);
});
form.addEventListener("change", apply);
form.elements.q.addEventListener("input", () => paint(fromForm()));
addEventListener("popstate", restore);
document.addEventListener("click", follow);
waitFor(results, listCards, (cards) => {
  entries = prepare(cards);
  offerStates();
  offerTiers();
  fill(["state", "tier"]);
  update();
});
restore();

function fromForm() {
  const parameters = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value.trim()) parameters.append(name, value.trim());
  const shown = asked().values;
  if (parameters.get("sortBy") === defaultOrder(shown)) parameters.delete("sortBy"); // not chosen: it may follow the filters
  return { ...readQuery(parameters).values, view: shown.view };
}

/** Typing has painted the list: once more would take a link away between press and click. */
function apply({ target }) {
  go(listPath(fromForm()), target.name === "q");
}

function go(path, isPainted) {
  if (path !== location.pathname + location.search) history.pushState(null, "", path);
  if (!isPainted) restore();
}

/** Chips, pages and views change the list in place. */
function follow(event) {
  const link = event.target.closest("a[data-list]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute("href"));
  focusOn(byId("count"));
}

function asked() {
  return readQuery(new URLSearchParams(location.search));
}

function restore() {
  fill([...filterNames, "sortBy"]);
  const programs = asked().values.programs?.split(",");
  for (const box of form.elements.programs) box.checked = programs?.includes(box.value);
  update();
}

/** Fills controls from the URL. A choice gets an option for a value that it does not have. */
function fill(names) {
  const { values } = asked();
  for (const name of names) {
    const control = form.elements[name], value = String(values[name] ?? "");
    control.value = value;
    if (control.value !== value) control.add?.(new Option(chipWords(name, values[name]), value, true, true));
  }
}

/** Paints what the URL asks for, and what is being typed. */
async function update() {
  const mine = (turn += 1);
  const { values, ignored } = asked();
  const found = values.near ? await findCity(values.near).catch(() => null) : null;
  if (mine !== turn) return;
  origin = found;
  const error = values.near && !origin ? "We do not know this city. Try a larger one nearby, with its state: “Denver, CO”." : "";
  byId("near-error").textContent = error;
  form.elements.near.setAttribute("aria-invalid", error !== "");
  paint({ ...values, q: form.elements.q.value.trim() || undefined }, ignored);
}

function paint(values, ignored = []) {
  if (!entries) return;
  measure(entries, origin);
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

function paintMap(found, values) {
  const region = el("div"); // which a later list takes away
  show(results, region);
  waitFor(region, () => import("/shared/map.js").then((module) => module.drawMap(found, values)), (map) => show(region, map));
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
  form.elements.state.length = 1;
  const counts = new Map();
  for (const { card } of entries) {
    const state = text(card.location?.state)?.toUpperCase();
    if (/^[A-Z]{2}$/.test(state)) counts.set(state, (counts.get(state) ?? 0) + 1);
  }
  const named = [...counts].map(([code, schools]) => [stateNames[code] ?? code, code, schools]).sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, code, schools] of named) form.elements.state.add(new Option(`${name} (${schools})`, code));
}

function offerTiers() {
  form.elements.tier.length = 1;
  const tiers = [...new Set(entries.map(({ card }) => tier(card.trustTier)).filter(Boolean))].sort();
  for (const name of tiers) form.elements.tier.add(new Option(name, name));
}
