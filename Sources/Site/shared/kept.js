// What the visitor keeps in this browser: saved schools with notes, and schools ticked for a comparison. One pair of
// listeners serves a page, however often its list is painted.
import { el, show, unseen } from "./dom.js";
import { schoolName } from "./format.js";

export const mostCompared = 4;

/** Receives "change" when something was kept or removed, in another tab too. */
export const changes = new EventTarget();
const changed = () => changes.dispatchEvent(new Event("change"));
addEventListener("storage", changed);
addEventListener("pageshow", changed); // back from another page

function read(key, empty) {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? "null");
    return value && typeof value === "object" && Array.isArray(value) === Array.isArray(empty) ? value : empty;
  } catch {
    return empty; // storage that the browser denies, or text of others
  }
}

/** Returns whether it could be kept. */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return false;
  } finally {
    changed();
  }
  return true;
}

/** Saved schools: `{id: {note, savedAt}}`. */
export const saved = {
  all: () => read("saved-schools", {}),
  has: (id) => Object.hasOwn(saved.all(), id),
  add: (id) => write("saved-schools", { ...saved.all(), [id]: { note: "", savedAt: new Date().toISOString() } }),
  setNote: (id, note) => write("saved-schools", { ...saved.all(), [id]: { ...saved.all()[id], note } }),
  remove: (id) => {
    const { [id]: _, ...others } = saved.all();
    return write("saved-schools", others);
  },
  clear: () => write("saved-schools", {}),
};

/** Ids of schools to compare, oldest first. */
export const compared = {
  all: () => read("compared-schools", []).filter((id) => typeof id === "string").slice(0, mostCompared),
  has: (id) => compared.all().includes(id),
  set: (ids) => write("compared-schools", ids.slice(0, mostCompared)),
  add: (id) => compared.set([...compared.all().filter((other) => other !== id), id]),
  remove: (id) => compared.set(compared.all().filter((other) => other !== id)),
};

export function saveButton(card) {
  const button = el("button", { type: "button", "data-save": card.schoolId }, el("span"), unseen(" ", schoolName(card)));
  paintSave(button);
  return button;
}

export function compareTick(card) {
  const box = el("input", { type: "checkbox", "data-compare": card.schoolId });
  paintTick(box);
  return el("label", { class: "choice" }, box, "Compare", unseen(" ", schoolName(card)));
}

export const comparePath = (ids) => `/compare?schools=${ids.map(encodeURIComponent).join(",")}`;

/** Serves the buttons of a page, and adds the bar that leads to the comparison. */
export function addActions() {
  const words = el("p", { role: "status", class: "small" });
  const link = el("a", { class: "button primary" });
  const clear = el("button", { type: "button", onclick: () => compared.set([]) }, "Clear");
  const bar = el("section", { class: "compare-bar", "aria-label": "Comparison" });
  show(bar, el("div", { class: "wide" }, link, clear, words));
  document.querySelector("main").after(bar);

  const say = (message) => {
    words.textContent = message;
    bar.classList.toggle("visually-hidden", !message && compared.all().length === 0);
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
  document.addEventListener("change", ({ target: box }) => {
    if (!box.matches("[data-compare]")) return;
    if (!box.checked) compared.remove(box.dataset.compare);
    else if (compared.all().length < mostCompared) compared.add(box.dataset.compare);
    else say(`You can compare ${mostCompared} schools at most. Take one off first.`);
    paintTick(box);
  });
  paint();
}

/** Returns what was done, in words. */
function toggleSaved(id) {
  const wasSaved = saved.has(id);
  const isKept = wasSaved ? saved.remove(id) : saved.add(id);
  if (!isKept) return "This browser does not let us save schools.";
  return wasSaved ? "Removed from your saved schools." : "Saved.";
}

function paintSave(button) {
  const isSaved = saved.has(button.dataset.save);
  button.setAttribute("aria-pressed", String(isSaved));
  button.firstChild.textContent = isSaved ? "Saved" : "Save";
}

function paintTick(box) {
  box.checked = compared.has(box.dataset.compare);
}
