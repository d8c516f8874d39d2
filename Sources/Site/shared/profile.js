// The sections of a school's profile. Each returns null when nothing of it is known, and no field has to be there.
import { pictureAddress, el, safeLink } from "./dom.js";
import { factRows } from "./card.js";
import { amount, count, date, list, number, priceRange, program, text, tier } from "./format.js";

const objects = (value) => list(value).filter((entry) => entry && typeof entry === "object");

function section(title, ...children) {
  return el("section", { class: "stack" }, el("h2", {}, title), children);
}

/** A table; `columns` are pairs of a heading and a function from a row to what its cell shows. */
function table(caption, columns, rows) {
  return el("div", { class: "scroll", role: "region", "aria-label": caption, tabindex: 0 }, el("table", {},
    el("caption", { class: "visually-hidden" }, caption),
    el("thead", {}, el("tr", {}, columns.map(([heading]) => el("th", { scope: "col" }, heading)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, columns.map(([, cell], index) =>
      el(index === 0 ? "th" : "td", index === 0 ? { scope: "row" } : {}, cell(row) || "–")))))));
}

export function programs(school) {
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

export function fleet(school) {
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

export function instructors(school) {
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

export function reviews(school) {
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

export function evidence(school) {
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

export function contact(school) {
  const details = school.contactInfo ?? {};
  const email = text(details.email), phone = text(details.phone), website = text(details.website);
  if (!email && !phone && !website) return null;
  return section("Contact", el("div", { class: "panel" }, el("dl", { class: "facts" }, factRows([
    ["E-mail", email && (/^[^\s@?&]+@[^\s@?&]+$/.test(email) ? safeLink(`mailto:${email}`, email) : email)],
    ["Phone", phone && (/^[\d\s().+-]+$/.test(phone) ? safeLink(`tel:${phone.replace(/[^\d+]/g, "")}`, phone) : phone)],
    ["Web site", website && safeLink(website, website)],
  ]))));
}
