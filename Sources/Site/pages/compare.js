// Schools side by side. The address has their ids: a link shares the comparison.
import { getSchool, listCards } from "/shared/api.js";
import { schoolPath } from "/shared/card.js";
import { byId, el, emptyState, focusOn, safeLink, scrolling, show, unseen } from "/shared/dom.js";
import { amount, count, fleetSize, list, number, place, priceRange, program, programNames, rating, schoolName, text, texts, tier, together, trainingType } from "/shared/format.js";
import { compared, mostCompared } from "/shared/kept.js";
import { folded } from "/shared/places.js";
import { waitFor } from "/shared/waiting.js";

const region = byId("comparison");
const form = byId("add");
const schools = new Map(); // whole schools by id; null is one that does not exist
let cards = [];
let isOld = false; // whether they are last answers

for (const [code, name] of Object.entries(programNames)) byId("program").add(new Option(name, code));
byId("program").addEventListener("change", () => go(ids()));
byId("differences").addEventListener("change", () => go(ids()));
byId("print").addEventListener("click", () => print());
form.addEventListener("submit", add);
form.elements.name.addEventListener("input", suggest);
addEventListener("popstate", refresh);
if (!new URLSearchParams(location.search).has("schools") && compared.all().length > 0) history.replaceState(null, "", path(compared.all()));
refresh();

/** The ids in the address, each once. */
function ids() {
  const given = new URLSearchParams(location.search).getAll("schools").join(",");
  return [...new Set(given.split(",").map((id) => id.trim()).filter(Boolean))];
}

function path(wanted) {
  const parameters = new URLSearchParams();
  if (byId("program").value !== "PPL") parameters.set("program", byId("program").value);
  if (byId("differences").checked) parameters.set("differences", "1");
  const others = parameters.toString();
  return `/compare${wanted.length ? `?schools=${wanted.map(encodeURIComponent).join(",")}` : ""}${others && (wanted.length ? "&" : "?") + others}`;
}

function go(wanted) {
  compared.set(wanted);
  history.pushState(null, "", path(wanted));
  return refresh();
}

async function refresh() {
  const parameters = new URLSearchParams(location.search);
  const program = parameters.get("program");
  byId("program").value = program !== null && Object.hasOwn(programNames, program) ? program : "PPL";
  byId("differences").checked = parameters.get("differences") === "1";
  await waitFor(region, load, paint);
}

async function load(options) {
  if (isOld) {
    schools.clear();
    cards = [];
  }
  const missing = ids().slice(0, mostCompared).filter((id) => !schools.has(id));
  const [all, ...found] = await Promise.all([cards.length ? cards : listCards(options), ...missing.map((id) => getSchool(id, options))]);
  isOld = options.old.length > 0;
  cards = all;
  missing.forEach((id, index) => schools.set(id, found[index]));
}

function paint() {
  const wanted = ids();
  const considered = wanted.slice(0, mostCompared);
  const known = considered.map((id) => schools.get(id)).filter(Boolean);
  const unknown = considered.filter((id) => schools.get(id) === null);
  form.hidden = known.length >= mostCompared;
  byId("options").hidden = known.length === 0;
  show(region,
    unknown.length > 0 && el("p", { class: "state", role: "status" }, `There is no school with the id ${unknown.map((id) => `“${id}”`).join(", ")}.`),
    wanted.length > mostCompared && el("p", { class: "state", role: "status" }, `At most ${mostCompared} schools are compared. Left out: ${wanted.slice(mostCompared).join(", ")}.`),
    known.length > 0 ? table(known) : emptyState("Nothing to compare yet",
      el("p", {}, "Add schools by name above, or tick “Compare” on their cards."),
      el("p", {}, el("a", { class: "button", href: "/schools" }, "See all schools"))),
    known.length === 1 && el("p", {}, "Add another school to see what differs."));
}

function table(known) {
  const rows = comparisonRows(byId("program").value).map((row) => describe(row, known));
  const shown = byId("differences").checked && known.length > 1 ? rows.filter((row) => row.differs) : rows;
  return scrolling("Comparison", el("table", { class: "comparison" },
    el("caption", { id: "caption" }, shown.length === rows.length ? `${known.length} schools side by side` : `${shown.length} of ${rows.length} rows differ`),
    el("thead", {}, el("tr", {}, el("td", {}, unseen("Fact")),
      known.map((school) => el("th", { scope: "col" }, el("a", { href: schoolPath(school.schoolId) }, schoolName(school)), removal(school))),
      el("th", { scope: "col" }, "Median of all schools"))),
    el("tbody", {}, shown.map((row) => el("tr", {},
      el("th", { scope: "row" }, row.name, known.length > 1 && el("span", { class: "detail" }, row.differs ? "different" : "the same")),
      row.cells.map((cell) => el("td", {}, cell.shown || el("span", { class: "muted" }, "not known"), cell.mark && el("strong", { class: "mark" }, cell.mark))),
      el("td", { class: "muted" }, row.median ?? ""))))));
}

function describe(row, known) {
  const shown = known.map(row.show);
  const words = shown.map((value) => (value instanceof Node ? value.href : value || ""));
  const values = row.value ? known.map(row.value) : [];
  const numbers = values.filter((value) => value !== null);
  const best = row.best === "lowest" ? Math.min(...numbers) : Math.max(...numbers);
  const isContest = row.best && new Set(numbers).size > 1;
  const middle = row.median ? median(cards.map(row.value)) : null;
  return {
    name: row.name,
    differs: new Set(words).size > 1,
    cells: shown.map((value, index) => ({ shown: value, mark: isContest && values[index] === best ? row.best : "" })),
    median: middle === null ? null : row.median(middle),
  };
}

function removal(school) {
  const remove = async () => {
    await go(ids().filter((id) => id !== school.schoolId));
    focusOn(document.querySelector("#caption") ?? region.querySelector("h2"));
  };
  return el("button", { type: "button", class: "plain", onclick: remove }, "Remove", unseen(" ", schoolName(school)));
}

const label = (card) => together([schoolName(card), place(card.location)], ", ");

function suggest() {
  const wanted = folded(form.elements.name.value);
  const found = wanted.length < 2 ? [] : cards.filter((card) => ` ${folded(label(card))}`.includes(` ${wanted}`)).slice(0, 8);
  byId("names").replaceChildren(...found.map((card) => new Option(label(card), label(card))));
}

async function add(event) {
  event.preventDefault();
  const wanted = folded(form.elements.name.value);
  const matches = cards.filter((card) => [folded(label(card)), folded(schoolName(card)), card.schoolId].includes(wanted));
  const found = matches.length || !wanted ? matches : cards.filter((card) => folded(label(card)).includes(wanted));
  byId("add-error").textContent = found.length === 1 ? "" : `${found.length ? "Several schools fit" : "No school has this name"}. Choose one of the suggestions.`;
  form.elements.name.setAttribute("aria-invalid", String(found.length !== 1));
  if (found.length !== 1) return form.elements.name.focus();
  form.reset();
  await go([...ids().filter((id) => id !== found[0].schoolId && schools.get(id) !== null), found[0].schoolId]);
  focusOn(document.querySelector("#caption") ?? region);
}

// ---- the rows ----

// A row: `show` is what a cell says, `value` what is compared, `best` which value is the better one, and `median` that of
// all schools in words, where cards have the fact.

const positive = (value) => (number(value) > 0 ? value : null);
const signals = (school) => school.verificationDetails?.fspSignals ?? {};
const lowestPrice = (school) => positive(school.costBand?.min) ?? positive(school.costBand?.max);

/** The lowest and the highest of the known values. */
function range(values) {
  const known = values.map(positive).filter((value) => value !== null);
  return known.length ? [Math.min(...known), Math.max(...known)] : [null, null];
}

/** A row of one number. */
function numberRow(name, value, words, best, hasMedian) {
  return { name, show: (school) => words(value(school)), value: (school) => positive(value(school)), best, median: hasMedian && words };
}

/** The rows, with price and hours of one certificate. */
function comparisonRows(certificate) {
  const name = program(certificate);
  const entries = (school) => list(school.programDetails).filter((entry) => entry?.certification === certificate);
  const prices = (school) => range(entries(school).flatMap((entry) => [entry.costMin, entry.costMax]));
  const hours = (school) => range(entries(school).map((entry) => entry.durationHours))[0];
  return [
    { name: "Place", show: (school) => place(school.location) },
    { name: "Price", show: (school) => priceRange(school.costBand?.min, school.costBand?.max), value: lowestPrice, best: "lowest", median: (value) => `from ${priceRange(value)}` },
    { name: `${name}: price`, show: (school) => priceRange(...prices(school)), value: (school) => prices(school)[0], best: "lowest" },
    numberRow(`${name}: flight hours`, hours, amount),
    { name: "Rating", show: (school) => rating(school.avgRating, school.reviewCount), value: (school) => positive(school.avgRating), best: "highest", median: rating },
    { name: "Verification", show: (school) => tier(school.trustTier) },
    { name: "Training type", show: (school) => trainingType(school.trainingType) },
    { name: "Programs", show: (school) => together(list(school.programs).map(program).sort(), ", ") },
    numberRow("Hours to a private certificate", (school) => signals(school).avgHoursToPPL, (value) => amount(value, " on average"), "lowest"),
    numberRow("Lessons as planned", (school) => signals(school).scheduleConsistency, (value) => amount(value, "%"), "highest"),
    numberRow("Fleet", fleetSize, (value) => count(value, "aircraft", "aircraft"), "highest", true),
    { name: "Aircraft", show: (school) => texts(list(school.fleetDetails).map((entry) => entry?.aircraftType)) },
    numberRow("Instructors", (school) => school.instructorCount, amount, "highest", true),
    numberRow("Teaching for", (school) => school.yearsInOperation, (value) => count(value, "year"), "highest", true),
    { name: "Facilities", show: (school) => texts(school.facilities) },
    { name: "Web site", show: (school) => text(school.contactInfo?.website) && safeLink(school.contactInfo.website, "Open") },
  ];
}

/** The middle of the known values, or null. */
function median(values) {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  return (known[(known.length - 1) >> 1] + known[known.length >> 1]) / 2;
}
