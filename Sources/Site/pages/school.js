// One school: everything that the API knows of it. A section whose facts are unknown is left out.
import { addActions, compareTick, saveButton } from "/shared/kept.js";
import { getSchool, listCards } from "/shared/api.js";
import { badges, factRows, monthlyCost, picture, schoolCard } from "/shared/card.js";
import { byId, el, emptyState, photo, safeLink, scrolling, show } from "/shared/dom.js";
import { amount, count, date, fleetSize, list, miles, number, place, priceRange, program, rating, schoolName, text, texts, tier, together, trainingType } from "/shared/format.js";
import { coordinates, distance } from "/shared/places.js";
import { waitFor } from "/shared/waiting.js";

const id = schoolId();
const profile = byId("profile");
const similarSchools = 3;

addActions();
waitFor(profile, async (options) => id && getSchool(id, options), (school) => (school ? paint(school) : paintMissing()));

/** The id of the path, or of `?id=` where pages are served without clean paths. */
function schoolId() {
  const inPath = location.pathname.match(/^\/schools\/([^/]+)\/?$/)?.[1];
  try {
    return inPath ? decodeURIComponent(inPath) : new URLSearchParams(location.search).get("id") ?? "";
  } catch {
    return inPath; // a stray % in the address: no school has that id, and the API says so
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
      el("p", { class: "lede" }, together([place(school.location) ?? "Place unknown", away(school)])),
      badges(school),
      el("p", { class: "price" }, priceRange(school.costBand?.min, school.costBand?.max) ?? "Price not published"),
      el("dl", { class: "facts" }, factRows([
        ["Rating", rating(school.avgRating, school.reviewCount)],
        ["Verification", tier(school.trustTier)],
        ["Training", trainingType(school.trainingType)],
        ["Instructors", amount(school.instructorCount)],
        ["Fleet", count(fleetSize(school), "aircraft", "aircraft")],
        ["Teaching for", count(school.yearsInOperation, "year")],
      ])),
      el("div", { class: "row" }, saveButton(school), compareTick(school), monthlyCost(school)))),
    about(school), programs(school), fleet(school), instructors(school), reviews(school), evidence(school), contact(school),
    el("section", { id: "similar", class: "stack" }));
  waitFor(byId("similar"), listCards, (cards) => paintSimilar(school, cards));
}

/** How far it is from the place that the visitor told the finder in this tab. */
function away(school) {
  const there = coordinates(school);
  try {
    const { city, state, lat, lon } = JSON.parse(sessionStorage.getItem("finder")).answers;
    const apart = distance({ lat: Number(lat), lon: Number(lon) }, there);
    return city && apart >= 0 ? `${miles(apart)} from ${city}, ${state}` : null;
  } catch {
    return null; // no place on either side
  }
}

function about(school) {
  const description = text(school.description), facilities = list(school.facilities).filter(text);
  return (description || facilities.length > 0) && el("section", { class: "stack" },
    el("h2", {}, "About the school"),
    description && el("p", { class: "prose" }, description),
    facilities.length > 0 && el("ul", { class: "badges", "aria-label": "Facilities" }, facilities.map((facility) => el("li", {}, facility))));
}

/** The nearest schools, or those of the same state where this one's place is unknown. */
function paintSimilar(school, cards) {
  const here = coordinates(school);
  const others = cards.filter((card) => card.schoolId !== school.schoolId);
  const near = here
    ? others.map((card) => ({ card, at: coordinates(card) })).filter(({ at }) => at)
      .map(({ card, at }) => ({ card, distance: distance(here, at) })).sort((a, b) => a.distance - b.distance)
    : others.filter((card) => card.location?.state && card.location.state === school.location?.state).map((card) => ({ card }));
  if (near.length === 0) return byId("similar").remove();
  show(byId("similar"), el("h2", {}, here ? "Nearest other schools" : "Other schools in the state"),
    el("ul", { class: "cards" }, near.slice(0, similarSchools).map(({ card, distance: away }) => el("li", {}, schoolCard(card, away)))));
}

// ---- the sections: null where nothing is known; no field has to be there ----

const objects = (value) => list(value).filter((entry) => entry && typeof entry === "object");

function section(title, ...children) {
  return el("section", { class: "stack" }, el("h2", {}, title), children);
}

/** `columns` are pairs of a heading and a function from a row to its cell. */
function table(caption, columns, rows) {
  return scrolling(caption, el("table", {},
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, el("tr", {}, columns.map(([heading]) => el("th", { scope: "col" }, heading)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, columns.map(([, cell], index) =>
      el(index === 0 ? "th" : "td", index === 0 ? { scope: "row" } : {}, cell(row) || "–")))))));
}

function programs(school) {
  const details = objects(school.programDetails);
  const named = list(school.programs).map(program).filter(Boolean);
  if (details.length === 0) return named.length > 0 && section("Programs", el("ul", { class: "badges" }, named.map((name) => el("li", {}, name))));
  return section("Programs", table("Programs with price and hours", [
    ["Program", (row) => [text(row.name) ?? program(row.certification) ?? "Program", text(row.description) && el("span", { class: "detail" }, text(row.description))]],
    ["Certificate", (row) => program(row.certification)],
    ["Price", (row) => priceRange(row.costMin, row.costMax)],
    ["Flight hours", (row) => amount(row.durationHours)],
  ], details));
}

function fleet(school) {
  const aircraft = objects(school.fleetDetails);
  if (aircraft.length === 0) return null;
  return section("Fleet", table("Aircraft", [
    ["Aircraft", (row) => text(row.aircraftType)],
    ["How many", (row) => amount(row.count)],
    ["Availability", (row) => text(row.availability)],
    ["Cruise speed", (row) => amount(row.cruiseSpeed, " kt")],
    ["Ceiling", (row) => amount(row.maxAltitude, " ft")],
    ["Equipment", (row) => texts(row.equipment)],
  ], aircraft));
}

function instructors(school) {
  const people = objects(school.instructors);
  if (people.length === 0) return null;
  return section("Instructors", el("ul", { class: "people" }, people.map((person) => el("li", { class: "panel" },
    photo(person.photoUrl, 64, 64),
    el("div", {},
      el("h3", {}, text(person.name) ?? "Instructor"),
      el("p", { class: "small muted" }, together([texts(person.certificates), number(person.yearsExperience) !== null && `teaching for ${count(person.yearsExperience, "year")}`])),
      text(person.bio) && el("p", {}, text(person.bio)))))));
}

function reviews(school) {
  const written = objects(school.reviews);
  if (written.length === 0) return null;
  return section("Reviews", el("ul", { class: "reviews" }, written.map((review) => el("li", { class: "panel" },
    el("h3", {}, text(review.title) ?? "Review"),
    el("p", { class: "small muted" }, together([amount(review.rating, " of 5"), text(review.reviewerName), date(review.date)])),
    text(review.body) && el("p", {}, text(review.body)),
    number(review.helpful) > 0 && el("p", { class: "small muted" }, `${count(review.helpful, "reader")} found this helpful`)))));
}

const tierMeanings = {
  "Premier": "the highest tier.",
  "Verified FSP": "records of the school's scheduling system support its facts.",
  "Community verified": "students support the school's facts.",
  "Unverified": "nobody has checked the school's facts.",
};

function evidence(school) {
  const details = school.verificationDetails;
  const level = tier(details?.trustTier) ?? tier(school.trustTier);
  if (!level && !details) return null;
  const signals = details?.fspSignals ?? {};
  return section("How we know", el("div", { class: "panel stack" },
    level && el("p", {}, el("strong", {}, level), tierMeanings[level] && `: ${tierMeanings[level]}`),
    el("dl", { class: "facts" }, factRows([
      ["Verified on", date(details?.verificationTimestamp)],
      ["Last update", date(details?.lastUpdated)],
      ["Sources", texts(details?.dataSources)],
      ["Hours to a private certificate", amount(signals.avgHoursToPPL, " on average")],
      ["Lessons that took place as planned", amount(signals.scheduleConsistency, "%")],
      ["Instructors who keep appointments", amount(signals.instructorReliability, "%")],
    ]))));
}

function contact(school) {
  const details = school.contactInfo ?? {};
  const email = text(details.email), phone = text(details.phone), website = text(details.website);
  if (!email && !phone && !website) return null;
  return section("Contact", el("div", { class: "panel" }, el("dl", { class: "facts" }, factRows([
    ["E-mail", email && (/^[^\s@?&]+@[^\s@?&]+$/.test(email) ? safeLink(`mailto:${email}`, email) : email)],
    ["Phone", phone && (/^[\d\s().+-]+$/.test(phone) ? safeLink(`tel:${phone.replace(/[^\d+]/g, "")}`, phone) : phone)],
    ["Web site", website && safeLink(website, website)],
  ]))));
}
