// The home page: how many schools there are, in how many states, and where.
import { listCards } from "/shared/api.js";
import { schoolCard } from "/shared/card.js";
import { addActions } from "/shared/kept.js";
import { byId, el, emptyState, show } from "/shared/dom.js";
import { amount, count, number } from "/shared/format.js";
import { waitFor } from "/shared/waiting.js";

const shown = 4;

addActions();
const hasRoom = matchMedia("(min-width: 60rem)").matches; // beside the title, on larger screens only

waitFor(byId("numbers"), listCards, (cards) => {
  if (cards.length === 0) return show(byId("numbers"), emptyState("There are no schools yet"));
  if (hasRoom) showMap(cards).catch(() => {}); // the page is whole without it
  const states = new Set(cards.map((card) => card.location?.state).filter((state) => typeof state === "string"));
  const best = cards.filter((card) => number(card.avgRating) !== null).sort((a, b) => b.avgRating - a.avgRating || (b.reviewCount ?? 0) - (a.reviewCount ?? 0));
  show(byId("numbers"),
    el("dl", { class: "totals" }, [
      ["Schools", amount(cards.length), "school-count"], ["States", amount(states.size)],
      ["Reviews", amount(cards.reduce((sum, card) => sum + (number(card.reviewCount) ?? 0), 0))],
    ].map(([name, value, id]) => el("div", {}, el("dt", {}, name), el("dd", { id }, value)))),
    best.length > 0 && el("section", { class: "stack" },
      el("h2", {}, "Highest rated"),
      el("ul", { class: "cards" }, best.slice(0, shown).map((card) => el("li", {}, schoolCard(card)))),
      el("p", {}, el("a", { href: "/schools" }, `See all ${count(cards.length, "school")}`))));
});

async function showMap(cards) {
  const [{ drawPicture }, { prepare }] = await Promise.all([import("/shared/map.js"), import("/shared/filters.js")]);
  show(byId("map"), await drawPicture(prepare(cards)));
}
