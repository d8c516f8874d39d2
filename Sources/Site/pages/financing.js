// What a loan for the training costs a month. The inputs are in the URL, so that a link can be shared.
import { getSchool } from "/shared/api.js";
import { schoolPath } from "/shared/card.js";
import { byId, el, scrolling, show, svg } from "/shared/dom.js";
import { cents, dollars, list, number, priceRange, program, schoolName } from "/shared/format.js";
import { waitFor } from "/shared/waiting.js";

const form = byId("loan");
const result = byId("result");
/** What each input may be; `words` completes "… must be". */
const inputs = {
  cost: { label: "The cost", low: 1, high: 1_000_000, words: "an amount from $1 to $1,000,000" },
  down: { label: "The down payment", low: 0, high: 1_000_000, words: "an amount from $0 to $1,000,000" },
  grants: { label: "Grants and benefits", low: 0, high: 1_000_000, words: "an amount from $0 to $1,000,000" },
  rate: { label: "The yearly rate", low: 0, high: 60, words: "a percentage from 0 to 60" },
  months: { label: "The term", low: 1, high: 360, isWhole: true, words: "a whole number of months from 1 to 360" },
};

const schoolId = new URLSearchParams(location.search).get("school");
let hasCost = new URLSearchParams(location.search).has("cost"); // a cost that was chosen stays

restore();
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("input", ({ target }) => {
  hasCost ||= target.name === "cost";
  calculate();
});
addEventListener("popstate", restore);
if (schoolId) waitFor(byId("school"), (options) => getSchool(schoolId, options), paintSchool);
calculate();

function restore() {
  const parameters = new URLSearchParams(location.search);
  for (const name of Object.keys(inputs)) if (parameters.has(name)) form.elements[name].value = parameters.get(name);
}

function paintSchool(school) {
  if (!school) return show(byId("school"), el("p", { class: "state" }, `There is no school with the id “${schoolId}”.`));
  const isKnown = ([, low, high]) => priceRange(low, high);
  const programs = list(school.programDetails).map((entry) => [program(entry?.certification) ?? "Program", entry?.costMin, entry?.costMax]).filter(isKnown);
  const offers = programs.length ? programs : [["Training", school.costBand?.min, school.costBand?.max]].filter(isKnown);
  const choose = (low, high) => {
    const known = [low, high].filter((price) => number(price) > 0);
    form.elements.cost.value = Math.round(known.reduce((sum, price) => sum + price, 0) / known.length);
    hasCost = true;
    calculate();
  };
  show(byId("school"), el("div", { class: "panel stack" },
    el("p", {}, "For ", el("a", { href: schoolPath(school.schoolId) }, schoolName(school)), ". Start from the middle of a price range:"),
    offers.length === 0 && el("p", {}, "This school publishes no price. Ask it, and enter the price below."),
    el("div", { class: "row" }, offers.map(([name, low, high]) =>
      el("button", { type: "button", onclick: () => choose(low, high) }, `${name}: ${priceRange(low, high)}`)))));
  if (offers.length > 0 && !hasCost) choose(offers[0][1], offers[0][2]);
}

/** "12,000" and "$12,000" are numbers as well; NaN for anything else. */
function typed(value) {
  const plain = value.trim().replace(/^\$/, "").replace(/%$/, "").replaceAll(/,(?=\d{3}(\D|$))/g, "").trim();
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : NaN;
}

/** The inputs as numbers, or null once it has said of each wrong one what it must be. */
function readInputs() {
  const values = {};
  let isWrong = false;
  for (const [name, { label, low, high, isWhole, words }] of Object.entries(inputs)) {
    const control = form.elements[name];
    const value = control.value.trim() === "" && low === 0 && name !== "rate" ? 0 : typed(control.value);
    const isRight = value >= low && value <= high && (!isWhole || Number.isInteger(value));
    control.setAttribute("aria-invalid", String(!isRight));
    byId(`${name}-error`).textContent = isRight ? "" : `${label} must be ${words}.`;
    if (isRight) values[name] = value;
    else isWrong = true;
  }
  return isWrong ? null : values;
}

function calculate() {
  const values = readInputs();
  if (!values) return show(result, el("p", { class: "state" }, "Correct the marked inputs to see the payment."));
  const parameters = new URLSearchParams(schoolId ? { school: schoolId } : {});
  for (const name of Object.keys(inputs)) parameters.set(name, values[name]);
  history.replaceState(null, "", `${location.pathname}?${parameters}`);
  const borrowed = Math.round((values.cost - values.down - values.grants) * 100) / 100;
  if (borrowed > 0) return paint(loan(borrowed, values.rate, values.months), values);
  byId("announcement").textContent = "No loan is needed";
  show(result, el("p", { class: "state" }, "You pay everything yourself or with grants: there is nothing to borrow."));
}

function paint(owed, values) {
  byId("announcement").textContent = `Monthly payment ${cents(owed.payment)}`;
  show(result,
    el("p", { class: "payment" }, el("span", { class: "muted" }, "Monthly payment"), el("strong", { id: "payment" }, cents(owed.payment))),
    el("dl", { class: "totals" }, [
      ["Borrowed", cents(owed.principal), "borrowed"], ["Interest", cents(owed.interest), "interest"], ["Total paid back", cents(owed.total), "total"],
    ].map(([name, value, key]) => el("div", {}, el("dt", {}, name), el("dd", { id: key }, value)))),
    shares(owed, values),
    years(owed));
}

/** Who pays what, as one bar; the figures stand above and beside it. */
function shares(owed, values) {
  const parts = [["Your own money", values.down, "own"], ["Grants and benefits", values.grants, "granted"],
    ["Borrowed", owed.principal, "loaned"], ["Interest", owed.interest, "interest"]].filter(([, value]) => value > 0);
  const sum = parts.reduce((total, [, value]) => total + value, 0);
  let from = 0;
  const bars = parts.map(([, value, style]) => {
    const bar = svg("rect", { x: (from / sum) * 600, y: 0, width: (value / sum) * 600, height: 24, class: style });
    from += value;
    return bar;
  });
  return el("figure", {},
    svg("svg", { viewBox: "0 0 600 24", class: "shares", "aria-hidden": "true", preserveAspectRatio: "none" }, bars),
    el("figcaption", {}, el("ul", { class: "legend" }, parts.map(([name, value, style]) =>
      el("li", { class: style }, `${name}: ${dollars(value)}, ${Math.round((value / sum) * 100)}%`)))));
}

function years(owed) {
  const columns = ["Year", "Paid", "Interest", "Still owed"];
  return scrolling("Year by year", el("table", {},
    el("caption", {}, "Year by year"),
    el("thead", {}, el("tr", {}, columns.map((name, index) => el("th", { scope: "col", class: index > 0 && "number" }, name)))),
    el("tbody", {}, owed.years.map((year) => el("tr", {},
      el("th", { scope: "row" }, String(year.year)),
      [year.paid, year.interest, year.balance].map((value) => el("td", { class: "number" }, cents(value))))))));
}

// ---- equal payments at the end of each month ----

/** Nothing is rounded before it is shown: what rounding leaves over, the last payment settles. */
function loan(principal, rate, months) {
  const monthly = rate / 1200;
  const payment = monthly === 0 ? principal / months : (principal * monthly) / -Math.expm1(-months * Math.log1p(monthly));
  const years = [];
  let balance = principal;
  for (let month = 1; month <= months; month += 1) {
    const interest = balance * monthly;
    balance = Math.max(0, balance + interest - payment);
    const year = (years[Math.ceil(month / 12) - 1] ??= { year: Math.ceil(month / 12), paid: 0, interest: 0 });
    year.paid += payment;
    year.interest += interest;
    year.balance = balance;
  }
  return { principal, payment, interest: payment * months - principal, total: payment * months, years };
}
