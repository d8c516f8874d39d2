// Find my school: a question a step, a check of all answers, the ranking. Every step is an entry of the history.
import { addActions } from "/shared/kept.js";
import { byId, el, focusOn, show, unseen } from "/shared/dom.js";
import { fieldset, readAnswer, showError } from "/finder/form.js";
import { answerWords, asked, fragment, readFragment, remember, remembered } from "/finder/questions.js";
import { showResults } from "/finder/results.js";

const region = byId("finder");
const kept = remembered();
/** Marks the entries of this tab's history: the remembered answers may be newer than theirs. */
const visit = kept?.visit ?? crypto.randomUUID();
let answers = {};
let isChecked = false; // a changed answer leads back to the check
let leaving = new AbortController();

addActions();
addEventListener("popstate", () => open(true));
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault(); // the fragment has the answers
  focusOn(byId("main"));
});
open(false);

function open(isMove) {
  const named = readFragment(location.hash);
  const isOwn = history.state?.visit === visit;
  const isEmpty = Object.keys(named.answers).length === 0;
  if (isMove) answers = isOwn ? answers : named.answers;
  else answers = kept && (isOwn || isEmpty) ? kept.answers : named.answers;
  const step = isStep(named.step) ? named.step : asked(answers)[0].name;
  history.replaceState({ visit }, "", location.hash || isMove ? fragment(step, answers) : location.href);
  paint(step, isMove);
}

function isStep(step) {
  return ["check", "results"].includes(step) || asked(answers).some((question) => question.name === step);
}

function go(step) {
  remember(visit, answers);
  history.pushState({ visit }, "", fragment(step, answers));
  paint(step, true);
}

function paint(step, isMove) {
  leaving.abort();
  leaving = new AbortController();
  remember(visit, answers);
  if (step === "results") return paintResults();
  if (step === "check") paintCheck();
  else paintQuestion(asked(answers).find((question) => question.name === step));
  if (isMove) focusOn(region.querySelector("h2"));
}

function paintQuestion(question) {
  const steps = asked(answers);
  const position = steps.indexOf(question);
  document.title = `${question.title} (${position + 1} of ${steps.length})`;
  const form = el("form", { class: "stack panel question", novalidate: true }, fieldset(question, answers),
    el("div", { class: "row" },
      position > 0 && el("button", { type: "button", onclick: () => go(steps[position - 1].name) }, "Back"),
      el("button", { class: "primary" }, "Continue")));
  form.addEventListener("change", () => keep(question, form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const signal = leaving.signal;
    const read = await readAnswer(question, form);
    if (signal.aborted) return; // the visitor went on meanwhile
    if ("error" in read) return showError(form, read);
    answers = { ...answers, ...read.changes };
    const next = asked(answers);
    go((!isChecked && next[next.indexOf(question) + 1]?.name) || "check");
  });
  show(region, el("p", { class: "muted" }, `Question ${position + 1} of ${steps.length}`),
    el("progress", { max: steps.length, value: position, "aria-label": "Progress" }), form);
}

/** Remembers a right answer before it is sent, so that "back" does not lose it. */
async function keep(question, form) {
  const signal = leaving.signal;
  const read = await readAnswer(question, form);
  if ("error" in read || signal.aborted) return;
  answers = { ...answers, ...read.changes };
  remember(visit, answers);
  history.replaceState({ visit }, "", fragment(question.name, answers));
}

function paintCheck() {
  document.title = "Check your answers: Find my school";
  isChecked = true;
  const missing = asked(answers).find((question) => question.isRequired && !answers[question.name]);
  show(region, el("div", { class: "panel stack question" },
    el("h2", {}, "Check your answers"),
    el("dl", { class: "answers" }, asked(answers).map((question) => el("div", {},
      el("dt", {}, question.title), el("dd", {}, answerWords(question, answers)),
      el("dd", {}, el("button", { type: "button", class: "plain", onclick: () => go(question.name) }, "Change", unseen(": ", question.title)))))),
    missing && el("p", { class: "error" }, `One answer is needed: ${missing.title}`),
    el("button", { type: "button", class: "primary", onclick: () => go(missing ? missing.name : "results") }, missing ? "Answer it" : "Show my schools")));
}

function paintResults() {
  document.title = "Your schools: Find my school";
  showResults(region, answers, leaving.signal, {
    change: (changes) => {
      answers = { ...answers, ...changes };
      go("results");
    },
    edit: () => go("check"),
  });
}
