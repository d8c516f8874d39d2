// One school: everything that the API knows of it. A section whose facts are unknown is left out.
import { addActions, compareTick, saveButton } from "/shared/kept.js";
import { APIError, getSchool, listCards } from "/shared/api.js";
import { badges, factRows, picture, schoolCard, schoolName } from "/shared/card.js";
import { byId, el, emptyState, pictureAddress, safeLink, show, waitFor } from "/shared/dom.js";
import { amount, count, date, list, miles, number, place, priceRange, program, rating, text, tier, trainingType } from "/shared/format.js";
import { coordinates, distance } from "/shared/places.js";

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
      el("p", { class: "lede" }, [place(school.location) ?? "Place unknown", away(school)].filter(Boolean).join(" · ")),
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

// ---- the sections: null where nothing is known; no field has to be there ----

const objects = (value) => list(value).filter((entry) => entry && typeof entry === "object");

function section(title, ...children) {
  return el("section", { class: "stack" }, el("h2", {}, title), children);
}

/** `columns` are pairs of a heading and a function from a row to its cell. */
function table(caption, columns, rows) {
  return el("div", { class: "scroll", role: "region", "aria-label": caption, tabindex: 0 }, el("table", {},
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, el("tr", {}, columns.map(([heading]) => el("th", { scope: "col" }, heading)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, columns.map(([, cell], index) =>
      el(index === 0 ? "th" : "td", index === 0 ? { scope: "row" } : {}, cell(row) || "–")))))));
}

function programs(school) {
  const details = objects(school.programDetails);
  const named = list(school.programs).map(program).filter(Boolean);
  if (details.length === 0) return named.length ? section("Programs", el("ul", { class: "badges" }, named.map((name) => el("li", {}, name)))) : null;
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
    ["Cruise speed", (row) => number(row.cruiseSpeed) && `${amount(row.cruiseSpeed)} kt`],
    ["Ceiling", (row) => number(row.maxAltitude) && `${amount(row.maxAltitude)} ft`],
    ["Equipment", (row) => list(row.equipment).map(text).filter(Boolean).join(", ")],
  ], aircraft));
}

function instructors(school) {
  const people = objects(school.instructors);
  if (people.length === 0) return null;
  return section("Instructors", el("ul", { class: "people" }, people.map((person) => el("li", { class: "panel" },
    portrait(person),
    el("div", {},
      el("h3", {}, text(person.name) ?? "Instructor"),
      el("p", { class: "small muted" }, [list(person.certificates).map(text).filter(Boolean).join(", "),
        number(person.yearsExperience) !== null && `teaching for ${count(person.yearsExperience, "year")}`].filter(Boolean).join(" · ")),
      text(person.bio) && el("p", {}, text(person.bio)))))));
}

function portrait(person) {
  const address = pictureAddress(person.photoUrl);
  const image = address && el("img", { src: address, alt: "", loading: "lazy", referrerpolicy: "no-referrer", width: 64, height: 64 });
  image?.addEventListener("error", () => image.remove());
  return image;
}

function reviews(school) {
  const written = objects(school.reviews);
  if (written.length === 0) return null;
  return section("Reviews", el("ul", { class: "reviews" }, written.map((review) => el("li", { class: "panel" },
    el("h3", {}, text(review.title) ?? "Review"),
    el("p", { class: "small muted" }, [number(review.rating) !== null && `${amount(review.rating)} of 5`, text(review.reviewerName), date(review.date)].filter(Boolean).join(" · ")),
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
  const sources = list(details?.dataSources).map(text).filter(Boolean);
  return section("How we know", el("div", { class: "panel stack" },
    level && el("p", {}, el("strong", {}, level), tierMeanings[level] && `: ${tierMeanings[level]}`),
    el("dl", { class: "facts" }, factRows([
      ["Verified on", date(details?.verificationTimestamp)],
      ["Last update", date(details?.lastUpdated)],
      ["Sources", sources.join(", ")],
      ["Hours to a private certificate", number(signals.avgHoursToPPL) !== null && `${amount(signals.avgHoursToPPL)} on average`],
      ["Lessons that took place as planned", number(signals.scheduleConsistency) !== null && `${amount(signals.scheduleConsistency)} %`],
      ["Instructors who keep appointments", number(signals.instructorReliability) !== null && `${amount(signals.instructorReliability)} %`],
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
