// Facts as words. Each function returns null for a fact that is unknown or is not what it should be.

const wholeDollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD", maximumFractionDigits: 0 });
const exactDollars = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });
const plainNumber = new Intl.NumberFormat("en-US", { maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeZone: "UTC" });

/** The certificates that a program leads to, by the API's names. */
export const programNames = {
  PPL: "Private pilot", IR: "Instrument rating", CPL: "Commercial pilot", CFII: "Instrument instructor", ATPL: "Airline transport pilot",
};

const trainingTypes = { Part61: "Part 61", Part141: "Part 141", Both: "Part 61 and Part 141" };

/** @returns {number|null} a finite number, of numbers only */
export const number = (value) => (typeof value === "number" && Number.isFinite(value) ? value : null);
/** @returns {string|null} text that has something in it */
export const text = (value) => (typeof value === "string" && value.trim() ? value.trim() : null);
/** @returns {any[]} */
export const list = (value) => (Array.isArray(value) ? value : []);

const formatted = (style) => (value) => (number(value) === null ? null : style.format(value));
export const dollars = formatted(wholeDollars);
export const cents = formatted(exactDollars);
/** "12.5", "12.5 kt" */
export const amount = (value, unit = "") => (number(value) === null ? null : plainNumber.format(value) + unit);
/** "1 school", "2 schools" */
export const count = (value, one, many = `${one}s`) => (number(value) === null ? null : `${amount(value)} ${value === 1 ? one : many}`);
export const miles = (value) => (number(value) === null ? null : value < 1 ? "less than a mile" : count(Math.round(value), "mile"));

/** A date, of text that begins as 2025-03-27. */
export function date(value) {
  const time = Date.parse(/^\d{4}-\d\d-\d\d/.exec(text(value)));
  return Number.isNaN(time) ? null : day.format(time);
}

/** "$9,500 to $13,800", of bounds in either order; a price of 0 is unknown. */
export function priceRange(low, high) {
  const known = [low, high].filter((price) => number(price) !== null && price > 0).sort((a, b) => a - b);
  if (known.length === 0) return null;
  return known[0] === known.at(-1) ? dollars(known[0]) : `${dollars(known[0])} to ${dollars(known[1])}`;
}

export const trainingType = (value) => (Object.hasOwn(trainingTypes, value) ? trainingTypes[value] : text(value));
export const program = (value) => (Object.hasOwn(programNames, value) ? programNames[value] : text(value));

/** "4.6 of 5 (84 reviews)" */
export function rating(value, reviews) {
  if (number(value) === null || value <= 0) return null;
  return value.toFixed(1) + " of 5" + (number(reviews) > 0 ? ` (${count(reviews, "review").replace(" ", "\u00a0")})` : "");
}

export const schoolName = (school) => text(school?.name) ?? "School without a name";

/** The known ones of some facts, in one line. */
export const together = (facts, mark = " · ") => facts.filter(Boolean).join(mark);

/** The texts of a list, in one line. */
export const texts = (value, words = text) => together(list(value).map((one) => words(one)), ", ");

/** How many aircraft a school has: its own figure, or else the sum of its list. */
export function fleetSize(school) {
  if (number(school.fleetSize) > 0) return school.fleetSize;
  return list(school.fleetDetails).reduce((sum, aircraft) => sum + (number(aircraft?.count) ?? 0), 0) || null;
}

/** "Sacramento, CA" */
export const place = (location) => together([text(location?.city), text(location?.state)], ", ") || null;

/** "Sacramento, CA · 12 miles away" */
export const whereabouts = (school, apart) => together([place(school.location) ?? "Place unknown", number(apart) !== null && `${miles(apart)} away`]);

/** One spelling for each trust tier; the table has several of each. */
export function tier(value) {
  const known = { premier: "Premier", verifiedfsp: "Verified FSP", communityverified: "Community verified", unverified: "Unverified" };
  const key = text(value)?.toLowerCase().replace(/[^a-z]/g, "");
  return key && Object.hasOwn(known, key) ? known[key] : text(value);
}

/** The first letters of a name, for a school without a picture. */
export function initials(name) {
  const words = (text(name) ?? "?").match(/[\p{L}\p{N}]+/gu) ?? ["?"];
  return words.slice(0, 2).map((word) => [...word][0].toUpperCase()).join("");
}
