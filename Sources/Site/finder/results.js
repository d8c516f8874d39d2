// The ranking: schools with reasons, what was left out, and single changes that let more in.
import { compareTick, saveButton, saved } from "/shared/kept.js";
import { explain, match } from "/shared/api.js";
import { badges, monthlyCost, schoolPath } from "/shared/card.js";
import { el, emptyState, focusOn, show, svg, unseen } from "/shared/dom.js";
import { amount, count, dollars, list, miles, number, priceRange, schoolName, text, whereabouts } from "/shared/format.js";
import { waitFor } from "/shared/waiting.js";
import { matchQuestion } from "./questions.js";

const factorNames = {
  cost: "Cost", location: "Distance", quality: "Ratings", program: "Program", trainingType: "Training type",
  efficiency: "Hours needed", schedule: "Schedule", aircraft: "Aircraft",
};
const atOnce = 2; // explanations
const mostNamed = 10; // ids

/** Asks for the ranking and paints it; `signal` ends all of it. */
export function showResults(region, answers, signal, actions) {
  const question = matchQuestion(answers);
  const section = el("div", { id: "ranking" });
  show(region, section);
  return waitFor(section, (options) => match(question, { ...options, signal }), (answer) => {
    const matches = list(answer.matches);
    const items = matches.map(result);
    show(section,
      el("h2", { id: "results-title" }, title(answer)),
      leftOut(answer, answers),
      changes(answer.nearest, actions.change),
      matches.length > 0
        ? el("ol", { class: "results" }, items)
        : emptyState("Nothing passes all of your limits", el("p", {}, "Take one of the changes above, or change your answers.")),
      beyond(list(answer.beyond)),
      favorites(question, matches, signal),
      el("div", { class: "row actions" },
        el("button", { type: "button", onclick: actions.edit }, "Change my answers"),
        el("button", { type: "button", "aria-live": "polite", onclick: share }, "Copy the link to this result")));
    focusOn(section.querySelector("#results-title"));
    explainMatches(question.student, matches, signal, (one, words) => {
      const [explanation, source] = items[matches.indexOf(one)].querySelectorAll(".explanation, .source");
      show(explanation, el("span", { class: "fade" }, words));
      source.textContent = "Written by AI";
    });
  });
}

function title(answer) {
  const passing = answer.considered - limits.reduce((sum, limit) => sum + (answer.excluded?.[limit] ?? 0), 0);
  if (!answer.count) return "No school fits yet";
  if (passing <= answer.count) return passing === 1 ? "One school fits" : `${answer.count} schools fit, the best one first`;
  return `Your best ${answer.count} of ${amount(passing)} schools that fit`;
}

function leftOut(answer, { radius, maxBudget }) {
  const reasons = {
    goal: "without this program", radius: `farther than ${miles(Number(radius))}`, budget: `above ${dollars(Number(maxBudget))} by more than 10%`,
  };
  const parts = limits.filter((limit) => answer.excluded?.[limit] > 0).map((limit) => `${amount(answer.excluded[limit])} ${reasons[limit]}`);
  return el("p", { class: "lede" }, `Of ${count(answer.considered, "school")}, `, parts.length ? `left out: ${parts.join("; ")}.` : "none was left out.");
}

function changes(nearest, change) {
  const offers = [
    ...list(nearest?.radius).map((step) => [`Go up to ${miles(step.miles)}`, step.more, { radius: String(step.miles) }]),
    ...list(nearest?.maxBudget).map((step) => [`Spend up to ${dollars(step.usd)}`, step.more, { maxBudget: String(step.usd) }]),
  ];
  return offers.length > 0 && el("section", { class: "panel stack", "aria-label": "One change" },
    el("h3", {}, "One change would let more in"),
    el("ul", { class: "row changes" }, offers.map(([words, more, changed]) => el("li", {},
      el("button", { type: "button", onclick: () => change(changed) }, `${words}: `, amount(more, "\u00a0more"))))));
}

function result(one) {
  const school = one.school ?? {};
  return el("li", { class: "result panel" },
    el("div", { class: "result-head" },
      number(one.rank) !== null && el("span", { class: "rank" }, unseen("Rank "), String(one.rank)),
      el("div", {}, el("h3", {}, el("a", { href: schoolPath(school.schoolId) }, schoolName(school))), el("p", { class: "muted" }, whereabouts(school, one.distanceMiles))),
      el("p", { class: "score" }, el("strong", {}, amount(one.score)), " of 100", el("span", { class: "detail" }, `${text(one.word) ?? ""} match`))),
    el("div", { class: "row" }, badges(school), el("span", { class: "price" }, priceRange(school.costBand?.min, school.costBand?.max) ?? "Price not published")),
    el("div", { class: "words" }, el("p", { class: "explanation" }, text(one.explanation) ?? ""), el("p", { class: "source small muted" }, "From the facts")),
    factors(one),
    el("div", { class: "row actions" }, saveButton(school), compareTick(school), monthlyCost(school)));
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
const limits = Object.keys(excludedWords);

function excludedList(matches) {
  return el("ul", { class: "stack" }, matches.map((one) => el("li", {},
    el("a", { href: schoolPath(one.school?.schoolId) }, schoolName(one.school)), " (", amount(one.score, " of 100) "),
    one.excludedBy ? excludedWords[one.excludedBy] : "fits your answers",
    number(one.distanceMiles) !== null && `; ${miles(one.distanceMiles)} away`)));
}

function beyond(matches) {
  return matches.length > 0 && el("section", { class: "stack" }, el("h3", {}, "Good, but outside your limits"), excludedList(matches));
}

function favorites(question, matches, signal) {
  const shown = new Set(matches.map((one) => one.school?.schoolId));
  const ids = Object.keys(saved.all()).filter((id) => !shown.has(id)).slice(0, mostNamed);
  if (ids.length === 0) return null;
  const section = el("section", { class: "stack" });
  const ask = () => waitFor(section, (options) => match({ ...question, schoolIds: ids }, { ...options, signal }), (answer) => {
    show(section, el("h3", {}, "Your saved schools"), excludedList(list(answer.matches)));
    focusOn(section.querySelector("h3"));
  });
  show(section, el("button", { type: "button", onclick: ask }, `And my ${count(ids.length, "saved school")}?`));
  return section;
}

async function share({ target: button }) {
  try {
    await navigator.clipboard.writeText(location.href);
    button.textContent = "Link copied";
  } catch {
    button.textContent = "Copy the address of this page";
  }
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
