// The ranking: schools with reasons, what was left out, and single changes that let more in.
import { compareTick, saveButton, saved } from "/shared/kept.js";
import { explain, match } from "/shared/api.js";
import { badges, schoolName, schoolPath } from "/shared/card.js";
import { el, emptyState, focusOn, show, svg, waitFor } from "/shared/dom.js";
import { amount, count, dollars, list, miles, number, place, priceRange, text } from "/shared/format.js";
import { matchQuestion } from "./questions.js";

const factorNames = {
  cost: "Cost", location: "Distance", quality: "Ratings", program: "Program", trainingType: "Training type",
  efficiency: "Hours needed", schedule: "Schedule", aircraft: "Aircraft",
};
const byFacts = "From the facts";
const byModel = "Written by AI";
const atOnce = 2; // explanations
const mostNamed = 10; // ids

/** Asks for the ranking and paints it; `signal` ends all of it. */
export function showResults(region, answers, signal, actions) {
  const question = matchQuestion(answers);
  return waitFor(region, () => match(question, signal), (answer) => {
    const matches = list(answer.matches);
    const items = new Map(matches.map((one) => [one, result(one)]));
    show(region,
      el("h2", { id: "results-title", tabindex: -1 }, title(answer)),
      leftOut(answer, answers),
      changes(answer.nearest, actions),
      matches.length > 0 && el("ol", { class: "results" }, [...items.values()]),
      matches.length === 0 && emptyState("Nothing passes all of your limits", el("p", {}, "Take one of the changes above, or change your answers.")),
      beyond(answer),
      favorites(question, matches, signal),
      el("div", { class: "row actions" },
        el("button", { type: "button", onclick: actions.edit }, "Change my answers"), shareButton()));
    focusOn(region.querySelector("#results-title"));
    explainMatches(question.student, matches, signal, (one, words) => {
      const [explanation, source] = items.get(one).querySelectorAll(".explanation, .source");
      show(explanation, el("span", { class: "fade" }, words));
      source.textContent = byModel;
    });
  });
}

function title(answer) {
  const passing = answer.considered - excludedCount(answer.excluded);
  if (!answer.count) return "No school fits yet";
  if (passing <= answer.count) return passing === 1 ? "One school fits" : `${answer.count} schools fit, the best one first`;
  return `Your best ${answer.count} of ${amount(passing)} schools that fit`;
}

const excludedCount = (excluded) => ["goal", "radius", "budget"].reduce((sum, key) => sum + (number(excluded?.[key]) ?? 0), 0);

function reason(key, answers) {
  if (key === "goal") return "without this program";
  if (key === "radius") return `farther than ${miles(Number(answers.radius))}`;
  return `above ${dollars(Number(answers.maxBudget))} by more than 10 %`;
}

function leftOut(answer, answers) {
  const parts = ["goal", "radius", "budget"].filter((key) => answer.excluded?.[key] > 0)
    .map((key) => `${amount(answer.excluded[key])} ${reason(key, answers)}`);
  return el("p", { class: "lede" }, `Of ${count(answer.considered, "school")}, `,
    parts.length ? `left out: ${parts.join("; ")}.` : "none was left out.");
}

function changes(nearest, { change }) {
  const offers = [
    ...list(nearest?.radius).map((step) => [`Go up to ${miles(step.miles)}`, step.more, { radius: String(step.miles) }]),
    ...list(nearest?.maxBudget).map((step) => [`Spend up to ${dollars(step.usd)}`, step.more, { maxBudget: String(step.usd) }]),
  ];
  return offers.length > 0 && el("section", { class: "panel stack", "aria-label": "One change" },
    el("h3", {}, "One change would let more in"),
    el("ul", { class: "row changes" }, offers.map(([words, more, changed]) => el("li", {},
      el("button", { type: "button", onclick: () => change(changed) }, `${words}: ${amount(more)} more`)))));
}

function result(one) {
  const school = one.school ?? {};
  const where = [place(school.location), number(one.distanceMiles) !== null && `${miles(one.distanceMiles)} away`].filter(Boolean).join(" · ");
  return el("li", { class: "result panel", "data-school": school.schoolId },
    el("div", { class: "result-head" },
      number(one.rank) !== null && el("span", { class: "rank" }, el("span", { class: "visually-hidden" }, "Rank "), String(one.rank)),
      el("div", {}, el("h3", {}, el("a", { href: schoolPath(school.schoolId) }, schoolName(school))), el("p", { class: "muted" }, where || "Place unknown")),
      el("p", { class: "score" }, el("strong", {}, amount(one.score)), " of 100", el("span", { class: "detail" }, `${text(one.word) ?? ""} match`))),
    el("div", { class: "row" }, badges(school), el("span", { class: "price" }, priceRange(school.costBand?.min, school.costBand?.max) ?? "Price not published")),
    el("div", { class: "words" }, el("p", { class: "explanation", "aria-live": "polite" }, text(one.explanation) ?? ""), el("p", { class: "source small muted" }, byFacts)),
    factors(one),
    el("div", { class: "row actions" }, saveButton(school), compareTick(school),
      el("a", { class: "button", href: `/financing-calculator?school=${encodeURIComponent(school.schoolId)}` }, "Monthly cost")));
}

function factors(one) {
  return el("ul", { class: "factors", "aria-label": "Points by factor" }, list(one.factors).map((factor) => {
    const share = number(factor.of) > 0 ? Math.max(0, Math.min(1, factor.points / factor.of)) : 0;
    return el("li", {},
      el("span", {}, factorNames[factor.name] ?? text(factor.name)),
      svg("svg", { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "bar", "aria-hidden": "true" },
        svg("rect", { width: 100, height: 8, class: "track" }), svg("rect", { width: share * 100, height: 8, class: "points" })),
      el("span", { class: "number" }, `${amount(factor.points)} of ${amount(factor.of)}`),
      el("span", { class: "muted" }, text(factor.fact)));
  }));
}

const excludedWords = { goal: "does not offer your program", radius: "is farther than you would go", budget: "is above your budget" };

function excludedList(matches) {
  return el("ul", { class: "stack" }, matches.map((one) => el("li", {},
    el("a", { href: schoolPath(one.school?.schoolId) }, schoolName(one.school)), ` (${amount(one.score)} of 100) `,
    one.excludedBy ? excludedWords[one.excludedBy] : "fits your answers",
    number(one.distanceMiles) !== null && `; ${miles(one.distanceMiles)} away`)));
}

function beyond(answer) {
  const matches = list(answer.beyond);
  return matches.length > 0 && el("section", { class: "stack" }, el("h3", {}, "Good, but outside your limits"), excludedList(matches));
}

function favorites(question, matches, signal) {
  const shown = new Set(matches.map((one) => one.school?.schoolId));
  const ids = Object.keys(saved.all()).filter((id) => !shown.has(id)).slice(0, mostNamed);
  if (ids.length === 0) return null;
  const section = el("section", { class: "stack" });
  const ask = () => waitFor(section, () => match({ ...question, schoolIds: ids }, signal), (answer) => {
    show(section, el("h3", { tabindex: -1 }, "Your saved schools"), excludedList(list(answer.matches)));
    focusOn(section.querySelector("h3"));
  });
  show(section, el("button", { type: "button", onclick: ask }, `And my ${count(ids.length, "saved school")}?`));
  return section;
}

function shareButton() {
  const button = el("button", { type: "button", onclick: copy }, "Copy the link to this result");
  async function copy() {
    try {
      await navigator.clipboard.writeText(location.href);
      button.textContent = "Link copied";
    } catch {
      button.textContent = "Copy the address of this page";
    }
  }
  return button;
}

/** Passes on what the model writes. A failure, or an answer without the model, leaves the text from the facts. */
async function explainMatches(student, matches, signal, done) {
  const waiting = [...matches];
  const work = async () => {
    for (let match = waiting.shift(); match && !signal.aborted; match = waiting.shift()) {
      const answer = await explain({ student, school: match.explain, matchScore: match.score }, signal).catch(() => null);
      const isWritten = ["bedrock", "cache"].includes(answer?.source) && !answer.fallback && typeof answer.explanation === "string";
      if (isWritten && !signal.aborted) done(match, answer.explanation);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
