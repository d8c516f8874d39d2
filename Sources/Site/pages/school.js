// One school: everything that the API knows of it. A section whose facts are unknown is left out.
import { addActions, compareTick, saveButton } from "/shared/actions.js";
import { APIError, getSchool, listCards } from "/shared/api.js";
import { badges, factRows, picture, schoolCard, schoolName } from "/shared/card.js";
import { byId, el, show } from "/shared/dom.js";
import { amount, count, list, number, place, priceRange, rating, tier, trainingType } from "/shared/format.js";
import { coordinates, distance } from "/shared/places.js";
import { contact, evidence, fleet, instructors, programs, reviews } from "/shared/profile.js";
import { emptyState, waitFor } from "/shared/status.js";

const id = schoolId();
const profile = byId("profile");
const similarSchools = 3;

addActions();
waitFor(profile, load, (school) => (school ? paint(school) : paintMissing()));

/** The id of the path, or of `?id=` where pages are served without clean paths. */
function schoolId() {
  const inPath = location.pathname.match(/^\/schools\/([^/]+)\/?$/)?.[1];
  try {
    return inPath ? decodeURIComponent(inPath) : new URLSearchParams(location.search).get("id") ?? "";
  } catch {
    return inPath; // a stray % in the address: no school has that id, and the API says so
  }
}

/** The school, or null if there is none of that id. */
async function load() {
  if (!id) return null;
  try {
    return await getSchool(id);
  } catch (error) {
    if (error instanceof APIError && (error.status === 404 || error.status === 400)) return null;
    throw error;
  }
}

function paintMissing() {
  document.title = "No such school";
  byId("title").textContent = "No such school";
  show(profile, emptyState(`There is no school with the id “${id}”`,
    el("p", {}, "It may have been taken off the list, or the address has a typing error."),
    el("p", {}, el("a", { href: "/schools", class: "button" }, "See all schools"))));
}

function paint(school) {
  const name = schoolName(school);
  document.title = `${name}: flight school`;
  byId("title").textContent = name;
  byId("crumb").textContent = name;
  show(profile,
    el("div", { class: "profile-head panel" }, picture(school), el("div", { class: "stack" },
      el("p", { class: "lede" }, place(school.location) ?? "Place unknown"),
      badges(school),
      el("p", { class: "price" }, priceRange(school.costBand?.min, school.costBand?.max) ?? "Price not published"),
      el("dl", { class: "facts" }, factRows([
        ["Rating", rating(school.avgRating, school.reviewCount)],
        ["Verification", tier(school.trustTier)],
        ["Training", trainingType(school.trainingType)],
        ["Instructors", amount(school.instructorCount)],
        ["Fleet", count(number(school.fleetSize) ?? fleetSize(school), "aircraft", "aircraft")],
        ["Teaching for", count(school.yearsInOperation, "year")],
      ])),
      el("div", { class: "row" }, saveButton(school), compareTick(school),
        el("a", { class: "button", href: `/financing-calculator?school=${encodeURIComponent(school.schoolId)}` }, "What it costs a month")))),
    about(school), programs(school), fleet(school), instructors(school), reviews(school), evidence(school), contact(school),
    el("section", { id: "similar", class: "stack" }));
  showSimilar(school).catch(() => byId("similar").remove()); // the profile is whole without them
}

function fleetSize(school) {
  const counts = list(school.fleetDetails).map((aircraft) => number(aircraft?.count)).filter((value) => value !== null);
  return counts.length ? counts.reduce((sum, value) => sum + value, 0) : null;
}

function about(school) {
  const facilities = list(school.facilities).filter((facility) => typeof facility === "string");
  return (school.description || facilities.length > 0) && el("section", { class: "stack" },
    el("h2", {}, "About the school"),
    typeof school.description === "string" && el("p", { class: "prose" }, school.description),
    facilities.length > 0 && el("ul", { class: "badges", "aria-label": "Facilities" }, facilities.map((facility) => el("li", {}, facility))));
}

/** The nearest schools, or those of the same state where this one's place is unknown. */
async function showSimilar(school) {
  const here = coordinates(school);
  const others = (await listCards()).filter((card) => card.schoolId !== school.schoolId);
  const near = here
    ? others.map((card) => ({ card, at: coordinates(card) })).filter(({ at }) => at)
      .map(({ card, at }) => ({ card, distance: distance(here, at) })).sort((a, b) => a.distance - b.distance)
    : others.filter((card) => card.location?.state && card.location.state === school.location?.state).map((card) => ({ card }));
  if (near.length === 0) return byId("similar").remove();
  show(byId("similar"), el("h2", {}, here ? "Nearest other schools" : "Other schools in the state"),
    el("ul", { class: "cards" }, near.slice(0, similarSchools).map(({ card, distance: away }) => el("li", {}, schoolCard(card, { distance: away })))));
}
