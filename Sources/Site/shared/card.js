// A school's card.
import { el, photo } from "./dom.js";
import { amount, count, initials, number, priceRange, program, rating, schoolName, texts, tier, trainingType, whereabouts } from "./format.js";
import { compareTick, saveButton } from "./kept.js";

/** The page of a school. */
export const schoolPath = (id) => `/schools/${encodeURIComponent(id)}`;

/** The school's picture, or its initials where there is none or it does not load. */
export function picture(card) {
  return el("div", { class: "picture" }, el("span", { "aria-hidden": "true" }, initials(card.name)), photo(card.heroImageUrl, 640, 240));
}

export function badges(card) {
  const item = (words, style) => words && el("li", { class: style }, words);
  return el("ul", { class: "badges" }, item(tier(card.trustTier), "tier"), item(trainingType(card.trainingType)));
}

/** A link to the calculator, with the school's prices. */
export const monthlyCost = (school) => el("a", { class: "button", href: `/financing-calculator?school=${encodeURIComponent(school.schoolId)}` }, "Monthly cost");

/** Rows of a description list, for the known facts. */
export function factRows(rows) {
  return rows.filter(([, value]) => value).flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]);
}

/** `distance` is in miles. */
export function schoolCard(card, distance = null) {
  return el("article", { class: "card" },
    picture(card),
    el("div", { class: "card-body" },
      el("h3", {}, el("a", { href: schoolPath(card.schoolId) }, schoolName(card))),
      el("p", { class: "muted" }, whereabouts(card, distance)),
      badges(card),
      el("p", { class: "price" }, priceRange(card.costBand?.min, card.costBand?.max) ?? "Price not published"),
      el("dl", { class: "facts" }, factRows([
        ["Rating", rating(card.avgRating, card.reviewCount)],
        ["Programs", texts(card.programs, program)],
        ["Fleet", number(card.fleetSize) > 0 && amount(card.fleetSize, " aircraft")],
        ["Instructors", amount(card.instructorCount)],
        ["Teaching for", count(card.yearsInOperation, "year")],
      ])),
      el("div", { class: "row actions" }, saveButton(card), compareTick(card))));
}
