// The form of a question, and its answer.
import { el, focusOn } from "/shared/dom.js";
import { allCities, distance, findCity, stateCode, stateNames, suggestWhileTyping } from "/shared/places.js";
import { answerWords } from "./questions.js";

const secondsToLocate = 10;

export function fieldset(question, answers) {
  const hint = question.hint && el("p", { class: "hint", id: "hint" }, question.hint);
  return el("fieldset", { class: "stack", "aria-describedby": hint ? "hint error" : "error" },
    el("legend", {}, el("h2", {}, question.title)),
    hint,
    el("p", { class: "error", id: "error", role: "alert" }),
    controls[question.kind](question, answers));
}

const controls = {
  choice: (question, answers) => choices("radio", question, [answers[question.name] ?? (question.isRequired ? null : "")]),
  choices: (question, answers) => choices("checkbox", question, (answers[question.name] ?? "").split(",")),
  dollars: (question, answers) => el("div", { class: "field" },
    el("label", { for: "dollars" }, "Dollars"),
    el("input", { id: "dollars", name: question.name, inputmode: "numeric", autocomplete: "off", value: answers[question.name] ?? "", "aria-describedby": "error" })),
  place: placeControls,
};

function choices(type, question, chosen) {
  const value = chosen[0] ?? null;
  const isOwn = type === "radio" && value !== null && !question.options.some(([known]) => known === value);
  const options = isOwn ? [...question.options, [value, answerWords(question, { [question.name]: value })]] : question.options;
  return el("div", { class: "choices" }, options.map(([known, words, detail]) => el("label", { class: "choice" },
    el("input", { type, name: question.name, value: known, checked: chosen.includes(known) }),
    el("span", {}, words, detail && el("span", { class: "detail" }, detail)))));
}

function placeControls(question, answers) {
  const city = el("input", { id: "city", name: "city", list: "cities", maxlength: 100, autocomplete: "off", "aria-describedby": "error", value: answers.city ? `${answers.city}, ${answers.state}` : "" });
  const cities = el("datalist", { id: "cities" });
  const located = el("p", { role: "status", class: "small" });
  const state = el("select", { id: "state", name: "state" }, new Option("Choose a state", ""),
    Object.entries(stateNames).map(([code, name]) => new Option(name, code, false, code === answers.state && !answers.city)));
  suggestWhileTyping(city, cities);
  return [
    el("div", { class: "field" }, el("label", { for: "city" }, "City and state"), city, cities, el("p", { class: "hint" }, "A larger city nearby will do: “Denver, CO”.")),
    el("div", { class: "field" }, el("button", { type: "button", onclick: () => locate(city, located) }, "Use my location"), located),
    el("div", { class: "field" }, el("label", { for: "state" }, "Or only your state"), state),
  ];
}

/** Takes the city nearest to the browser's location: nothing finer leaves this page. */
function locate(city, located) {
  located.textContent = "Asking your browser …";
  const failed = () => { located.textContent = "Your browser does not tell us. Enter a city instead."; };
  if (!navigator.geolocation) return failed();
  navigator.geolocation.getCurrentPosition(async ({ coords }) => {
    try {
      const here = { lat: coords.latitude, lon: coords.longitude };
      const nearest = (await allCities()).reduce((best, other) => (distance(here, other) < distance(here, best) ? other : best));
      city.value = nearest.label;
      located.textContent = `The nearest city that we know is ${nearest.label}.`;
      city.dispatchEvent(new Event("change", { bubbles: true }));
    } catch {
      failed();
    }
  }, failed, { timeout: secondsToLocate * 1000, maximumAge: 600_000 });
}

/** The answer in a form, or what is wrong with it. @returns {Promise<{changes: object} | {error: string, field: HTMLElement}>} */
export async function readAnswer(question, form) {
  const field = form.querySelector("input");
  const given = new FormData(form);
  if (question.kind === "place") return readPlace(given, field);
  if (question.kind === "dollars") {
    const plain = given.get(question.name).replace(/[\s,$]/g, "").replace(/\.\d*$/, "");
    const isRight = plain === "" || (/^\d{1,9}$/.test(plain) && Number(plain) > 0);
    return isRight ? { changes: { [question.name]: plain } } : { error: "Enter an amount in dollars, like 12,000, or nothing.", field };
  }
  const chosen = given.getAll(question.name);
  if (question.isRequired && chosen.length === 0) return { error: "Choose one of these to go on.", field };
  if (question.most && chosen.length > question.most) return { error: `Choose ${question.most} at most. You chose ${chosen.length}.`, field };
  return { changes: { [question.name]: chosen.join(",") } };
}

async function readPlace(given, field) {
  const words = given.get("city").trim();
  const nowhere = { city: "", state: given.get("state"), lat: "", lon: "" };
  if (!words) return { changes: nowhere.state ? nowhere : { ...nowhere, radius: "" } };
  let city;
  try {
    city = await findCity(words);
  } catch {
    return { error: "The table of cities did not load. Try again, or choose your state alone.", field };
  }
  if (city) return { changes: { city: city.city, state: city.state, lat: String(city.lat), lon: String(city.lon) } };
  const state = stateCode(words);
  if (state) return { changes: { ...nowhere, state } };
  return { error: "We do not know this city. Choose one of the suggestions, a larger city nearby, or your state alone.", field };
}

export function showError(form, { error, field }) {
  form.querySelector("#error").textContent = error;
  field.setAttribute("aria-invalid", "true");
  focusOn(field);
}
