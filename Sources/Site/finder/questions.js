// The questions of the finder, and the answers by the API's names: in the fragment of the address, where a link carries them
// and no server sees them, and in this tab, where going back loses none.
import { amount, dollars, programNames } from "/shared/format.js";
import { stateNames } from "/shared/places.js";

/** @typedef {Record<string, string>} Answers */

const within = (miles) => `Within ${amount(Number(miles))} miles`;

/** Options are a value, words, and an explanation. */
export const questions = [
  {
    name: "trainingGoal", title: "What do you want to train for?", kind: "choice", isRequired: true,
    options: [...Object.entries(programNames), ["Other", "Something else, or not sure yet"]],
  },
  {
    name: "place", title: "Where do you live?", kind: "place",
    hint: "Distances are measured from there. You may leave this empty.",
  },
  {
    name: "radius", title: "How far would you go?", kind: "choice", isAsked: (answers) => Boolean(answers.lat || answers.state),
    options: [["", "Anywhere"], ...["25", "50", "100", "200", "500"].map((miles) => [miles, within(miles)])],
  },
  {
    name: "maxBudget", title: "What can you spend on it?", kind: "dollars",
    hint: "In US dollars, for the whole training. Schools more than 10% above it are left out. Leave it empty if it does not matter.",
  },
  {
    name: "trainingTypePreference", title: "Which type of training?", kind: "choice",
    options: [
      ["", "No preference"],
      ["Part61", "Part 61", "Flexible: lessons follow your own schedule."],
      ["Part141", "Part 141", "Structured: a syllabus that the FAA approved. Often needed for student visas and the GI Bill."],
    ],
  },
  {
    name: "aircraftPreference", title: "Which aircraft would you like to fly?", kind: "choice",
    options: [["", "No preference"], ["Cessna 172", "A Cessna 172"], ["Piper", "A Piper"], ["Diamond", "A Diamond"], ["Cirrus", "A Cirrus"]],
  },
  {
    name: "intensityPreference", title: "How fast do you want to go?", kind: "choice",
    options: [["", "No preference"], ["Intensive", "Intensive", "Full time, most days of the week."], ["Part-time", "Part time", "One or two lessons a week."], ["Flexible", "Flexible", "As life allows."]],
  },
  {
    name: "priorExperience", title: "Have you flown before?", kind: "choice",
    options: [["", "I would rather not say"], ["None", "No"], ["Discovery", "A discovery flight"], ["10-20 hours", "10 to 20 hours"], ["20+ hours", "More than 20 hours"]],
  },
  {
    name: "preferences", title: "What matters most to you?", kind: "choices", most: 3, hint: "Up to three. Each counts half as much again.",
    options: [["Low cost", "Low cost"], ["Fast completion", "Fast completion"], ["Best instructors", "Best instructors"], ["Modern fleet", "Modern fleet"], ["Location", "Close to me"]],
  },
];

/** The questions that these answers leave to ask. */
export const asked = (answers) => questions.filter((question) => question.isAsked?.(answers) ?? true);

/** An answer in words. */
export function answerWords(question, answers) {
  const value = answers[question.name] ?? "";
  if (question.kind === "place") {
    if (answers.city) return `${answers.city}, ${answers.state}`;
    if (answers.lat) return "Your location";
    return stateNames[answers.state] ?? "Not said";
  }
  if (question.kind === "dollars") return value ? `Up to ${dollars(Number(value))}` : "Any price";
  if (question.kind === "choices") return value ? value.split(",").map((one) => wordsOf(question, one)).join(", ") : "Nothing in particular";
  return wordsOf(question, value);
}

function wordsOf(question, value) {
  const option = question.options.find(([known]) => known === value);
  return option?.[1] ?? (question.name === "radius" ? within(value) : "Not said");
}

const storageKey = "finder";
const numberText = /^-?\d{1,9}(\.\d{1,6})?$/;
const between = (low, high) => (value) => numberText.test(value) && Number(value) >= low && Number(value) <= high;

/** What each answer may be; another is as if not given. */
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

/** @returns {{step: string, answers: Answers}} */
export function readFragment(fragment) {
  const given = new URLSearchParams(fragment.replace(/^#/, ""));
  return { step: given.get("step") ?? "", answers: accepted(Object.fromEntries(given)) };
}

export function fragment(step, answers) {
  return `#${new URLSearchParams({ step, ...accepted(answers) })}`;
}

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
    return null; // the fragment has the answers as well
  }
}

export function remember(visit, answers) {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify({ visit, answers }));
  } catch {
    // see above
  }
}

/** The body of `POST /match`. */
export function matchQuestion(answers) {
  const { city, state, lat, lon, radius, maxBudget, preferences, ...words } = accepted(answers);
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
