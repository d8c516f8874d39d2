// Saving a school and ticking it for a comparison, and the bar that leads to the comparison. One pair of listeners
// serves all buttons of a page, however often its list is painted.
import { el, show } from "./dom.js";
import { text } from "./format.js";
import { changes, compared, mostCompared, saved } from "./kept.js";

const shownName = (card) => text(card.name) ?? "this school";

/** A button that saves a school or removes it. */
export function saveButton(card) {
  const button = el("button", { type: "button", "data-save": card.schoolId },
    el("span", { class: "word" }), el("span", { class: "visually-hidden" }, ` ${shownName(card)}`));
  paintSave(button);
  return button;
}

/** A check box that adds a school to the comparison. */
export function compareTick(card) {
  const box = el("input", { type: "checkbox", "data-compare": card.schoolId });
  paintTick(box);
  return el("label", { class: "choice" }, box, "Compare", el("span", { class: "visually-hidden" }, ` ${shownName(card)}`));
}

/** The address of a comparison of these schools. @param {string[]} ids */
export const comparePath = (ids) => `/compare?schools=${ids.map(encodeURIComponent).join(",")}`;

/** Serves the buttons and boxes of the page, and puts the bar that leads to the comparison at its foot. */
export function addActions() {
  const words = el("p", { role: "status", class: "small" });
  const link = el("a", { class: "button primary" });
  const clear = el("button", { type: "button", onclick: () => compared.set([]) }, "Clear");
  const bar = el("section", { class: "compare-bar", "aria-label": "Comparison" });
  show(bar, el("div", { class: "wide" }, link, clear, words));
  document.querySelector("main").after(bar);

  const say = (message) => {
    words.textContent = message;
    bar.hidden = !message && compared.all().length === 0;
  };
  const paint = () => {
    const ids = compared.all();
    link.hidden = clear.hidden = ids.length === 0;
    link.href = comparePath(ids);
    link.textContent = ids.length === 1 ? "Compare 1 school" : `Compare ${ids.length} schools`;
    say(ids.length === 1 ? "Tick another one to see them side by side." : "");
    document.querySelectorAll("[data-save]").forEach(paintSave);
    document.querySelectorAll("[data-compare]").forEach(paintTick);
  };
  changes.addEventListener("change", paint);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-save]");
    if (button) say(toggleSaved(button.dataset.save));
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-compare]")) toggleCompared(event.target, say);
  });
  paint();
}

/** @returns {string} what was done */
function toggleSaved(id) {
  const wasSaved = saved.has(id);
  const isKept = wasSaved ? saved.remove(id) : saved.add(id);
  if (!isKept) return "This browser does not let us save schools.";
  return wasSaved ? "Removed from your saved schools." : "Saved.";
}

function toggleCompared(box, say) {
  if (!box.checked) compared.remove(box.dataset.compare);
  else if (compared.all().length < mostCompared) compared.add(box.dataset.compare);
  else {
    box.checked = false;
    say(`You can compare ${mostCompared} schools at most. Take one off first.`);
  }
}

function paintSave(button) {
  const isSaved = saved.has(button.dataset.save);
  button.setAttribute("aria-pressed", String(isSaved));
  button.querySelector(".word").textContent = isSaved ? "Saved" : "Save";
}

function paintTick(box) {
  box.checked = compared.has(box.dataset.compare);
}
