// Saved schools: kept in this browser alone, with a note for each.
import { addActions, changes, comparePath, mostCompared, saved } from "/shared/kept.js";
import { listCards } from "/shared/api.js";
import { schoolCard } from "/shared/card.js";
import { byId, el, emptyState, focusOn, show, unseen } from "/shared/dom.js";
import { count, schoolName } from "/shared/format.js";
import { waitFor } from "/shared/waiting.js";

const region = byId("saved");
let cards; // by id, once a saved school needs them
let shownIds;

addActions();
changes.addEventListener("change", () => {
  if (Object.keys(saved.all()).join() === shownIds) return; // a note that is being written stays as it is
  const hadFocus = region.contains(document.activeElement);
  open();
  if (hadFocus) focusOn(region.querySelector("h2"));
});
open();

function open() {
  shownIds = Object.keys(saved.all()).join();
  if (cards || !shownIds) return paint();
  waitFor(region, listCards, (all) => {
    cards = new Map(all.map((card) => [card.schoolId, card]));
    paint();
  });
}

function paint() {
  const ids = Object.keys(saved.all());
  if (ids.length === 0) {
    return show(region, emptyState("You have saved no school yet",
      el("p", {}, "“Save” on a school's card keeps it here, in this browser alone."),
      el("p", { class: "row" }, el("a", { class: "button primary", href: "/find-my-school" }, "Find my school"), el("a", { class: "button", href: "/schools" }, "See all schools"))));
  }
  const known = ids.filter((id) => cards.has(id));
  const gone = ids.filter((id) => !cards.has(id));
  show(region,
    el("h2", {}, count(ids.length, "saved school")),
    el("div", { class: "row actions" },
      known.length > 1 && el("a", { class: "button primary", href: comparePath(known.slice(0, mostCompared)) }, known.length > mostCompared ? `Compare the first ${mostCompared}` : "Compare these"),
      el("button", { type: "button", onclick: download }, "Export as a file"),
      el("button", { type: "button", onclick: () => byId("confirm").showModal() }, "Delete all")),
    el("ul", { class: "cards" }, known.map((id) => el("li", {}, schoolCard(cards.get(id)), note(id)))),
    gone.length > 0 && el("div", { class: "state" }, el("h3", {}, "No longer listed"), el("ul", { class: "stack" }, gone.map((id) => el("li", { class: "row" }, id,
      el("button", { type: "button", onclick: () => saved.remove(id) }, "Remove", unseen(" ", id)))))));
}

function note(id) {
  const area = el("textarea", { id: `note-${id}`, rows: 2, maxlength: 2000 });
  area.value = typeof saved.all()[id].note === "string" ? saved.all()[id].note : "";
  area.addEventListener("input", () => saved.setNote(id, area.value));
  return el("div", { class: "field" }, el("label", { for: area.id }, "Note", unseen(" on ", schoolName(cards.get(id)))), area);
}

/** Saves what is kept as a file, with the schools' names for a reader. */
function download() {
  const content = Object.entries(saved.all()).map(([schoolId, kept]) => ({ schoolId, name: cards.get(schoolId)?.name ?? null, ...kept }));
  const address = URL.createObjectURL(new Blob([JSON.stringify(content, null, 2)], { type: "application/json" }));
  el("a", { href: address, download: "saved-schools.json" }).click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

byId("confirm").addEventListener("close", () => {
  if (byId("confirm").returnValue !== "delete") return;
  saved.clear();
  sessionStorage.clear(); // answers, of the visitor and of the API
  byId("confirm").returnValue = ""; // Escape keeps it
  focusOn(region.querySelector("h2"));
});
