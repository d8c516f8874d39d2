// The visitor's answers: in the fragment of the address, where a link carries them and no server sees them, and in this
// tab, where going back loses none of them.
import { stateNames } from "/shared/states.js";
import { questions } from "./questions.js";

/** @typedef {import("./questions.js").Answers} Answers */

const storageKey = "finder";
const numberText = /^-?\d{1,9}(\.\d{1,6})?$/;
const between = (low, high) => (value) => numberText.test(value) && Number(value) >= low && Number(value) <= high;

/** What each answer may be. An answer that may not be is as if it were not given. */
const rules = {
  city: (value) => value.length <= 100,
  state: (value) => Object.hasOwn(stateNames, value),
  lat: between(-90, 90),
  lon: between(-180, 180),
  radius: between(0, 12500),
  maxBudget: between(1, 999_999_999),
};
for (const { name, kind, options } of questions) {
  const known = (value) => options.some(([option]) => option === value);
  if (kind === "choices") rules[name] = (value) => value.split(",").every(known);
  else if (kind === "choice") rules[name] ??= known;
}

/** Reads a fragment. @param {string} fragment @returns {{step: string, answers: Answers}} */
export function readFragment(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  return { step: given.get("step") ?? "", answers: accepted(Object.fromEntries(given)) };
}

/** The fragment that leads to a step with these answers. @param {string} step @param {Answers} answers */
export function fragment(step, answers) {
  return `#${new URLSearchParams({ step, ...accepted(answers) })}`;
}

/** @returns {Answers} those of the given answers that may be */
function accepted(given) {
  const answers = {};
  for (const [name, isRight] of Object.entries(rules)) if (given[name] && isRight(given[name])) answers[name] = given[name];
  if (!answers.lat || !answers.lon) {
    delete answers.lat;
    delete answers.lon;
  }
  return answers;
}

/** What this tab remembers. @returns {{visit: string, answers: Answers}|null} */
export function remembered() {
  try {
    const kept = JSON.parse(sessionStorage.getItem(storageKey) ?? "null");
    return kept ? { visit: String(kept.visit), answers: accepted(kept.answers ?? {}) } : null;
  } catch {
    return null; // no storage, or another program's text: the fragment has the answers as well
  }
}

export function remember(visit, answers) {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify({ visit, answers }));
  } catch {
    // see above
  }
}

/** The body of `POST /match`. @param {Answers} answers */
export function matchQuestion(answers) {
  const { city, state, lat, lon, radius, maxBudget, preferences, place, ...words } = accepted(answers);
  const location = { ...(city && { city }), ...(state && { state }), ...(lat && { lat: Number(lat), lon: Number(lon) }) };
  return {
    student: {
      ...words,
      ...(maxBudget && { maxBudget: Number(maxBudget) }),
      ...(preferences && { preferences: preferences.split(",") }),
      ...(Object.keys(location).length > 0 && { location }),
    },
    ...(radius && { radius: Number(radius) }),
  };
}
