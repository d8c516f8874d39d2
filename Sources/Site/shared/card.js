// A school's card.
import { el, pictureAddress } from "./dom.js";
import { amount, count, initials, list, miles, number, place, priceRange, program, rating, text, tier, trainingType } from "./format.js";
import { compareTick, saveButton } from "./kept.js";

/** The page of a school. */
export const schoolPath = (id) => `/schools/${encodeURIComponent(id)}`;

export const schoolName = (card) => text(card?.name) ?? "School without a name";

/** The school's picture, or its initials where there is none or it does not load. */
export function picture(card) {
  const address = pictureAddress(card.heroImageUrl);
  const image = address && el("img", { src: address, alt: "", loading: "lazy", referrerpolicy: "no-referrer", width: 640, height: 240 });
  image?.addEventListener("error", () => image.remove());
  return el("div", { class: "picture" }, el("span", { "aria-hidden": "true" }, initials(card.name)), image);
}

export function badges(card) {
  const known = [[tier(card.trustTier), "tier"], [trainingType(card.trainingType), null]].filter(([words]) => words);
  return el("ul", { class: "badges" }, known.map(([words, style]) => el("li", { class: style }, words)));
}

/** Rows of a description list, for the known facts. */
export function factRows(rows) {
  return rows.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
}

/** `distance` is in miles. */
export function schoolCard(card, { distance = null } = {}) {
  const where = [place(card.location), number(distance) !== null && `${miles(distance)} away`].filter(Boolean).join(" · ");
  return el("article", { class: "card", "data-school": card.schoolId },
    picture(card),
    el("div", { class: "card-body" },
      el("h3", {}, el("a", { href: schoolPath(card.schoolId) }, schoolName(card))),
      el("p", { class: "muted" }, where || "Place unknown"),
      badges(card),
      el("p", { class: "price" }, priceRange(card.costBand?.min, card.costBand?.max) ?? "Price not published"),
      el("dl", { class: "facts" }, factRows([
        ["Rating", rating(card.avgRating, card.reviewCount)],
        ["Programs", list(card.programs).map(program).filter(Boolean).join(", ")],
        ["Fleet", number(card.fleetSize) > 0 && `${amount(card.fleetSize)} aircraft`],
        ["Instructors", amount(card.instructorCount)],
        ["Teaching for", count(card.yearsInOperation, "year")],
      ])),
      el("div", { class: "row actions" }, saveButton(card), compareTick(card))));
}
