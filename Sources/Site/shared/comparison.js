// The rows of a comparison: which facts, in which order, and what is better.
import { amount, count, list, number, place, priceRange, program, rating, text, tier, trainingType } from "./format.js";
import { safeLink } from "./dom.js";

/**
 * @typedef {object} Row
 * @property {string} name
 * @property {(school: any) => any} show what the cell says; empty if the fact is unknown
 * @property {(school: any) => number|null} [value] what is compared, and what the median of all schools is of
 * @property {"lowest"|"highest"} [best] which value is the better one
 * @property {(value: number) => string|null} [median] the median in words; absent where cards do not have the fact
 */

const positive = (value) => (number(value) > 0 ? value : null);
const signals = (school) => school.verificationDetails?.fspSignals ?? {};
const lowestPrice = (school) => positive(school.costBand?.min) ?? positive(school.costBand?.max);
const words = (value) => list(value).map(text).filter(Boolean).join(", ");

/** The entries of a school's programs that lead to the certificate. */
const entries = (school, certificate) => list(school.programDetails).filter((entry) => entry?.certification === certificate);
const lowestOf = (values) => (values.length ? Math.min(...values) : null);

/** @param {string} certificate whose cost and hours are shown @returns {Row[]} */
export function comparisonRows(certificate) {
  const name = program(certificate);
  const prices = (school) => entries(school, certificate).flatMap((entry) => [positive(entry.costMin), positive(entry.costMax)]).filter((price) => price !== null);
  const hours = (school) => entries(school, certificate).map((entry) => positive(entry.durationHours)).filter((value) => value !== null);
  return [
    { name: "Place", show: (school) => place(school.location) },
    { name: "Price", show: (school) => priceRange(school.costBand?.min, school.costBand?.max), value: lowestPrice, best: "lowest", median: (value) => `from ${priceRange(value)}` },
    { name: `${name}: price`, show: (school) => priceRange(lowestOf(prices(school)), prices(school).length ? Math.max(...prices(school)) : null), value: (school) => lowestOf(prices(school)), best: "lowest" },
    { name: `${name}: flight hours`, show: (school) => amount(lowestOf(hours(school))), value: (school) => lowestOf(hours(school)) },
    { name: "Rating", show: (school) => rating(school.avgRating, school.reviewCount), value: (school) => positive(school.avgRating), best: "highest", median: (value) => rating(value) },
    { name: "Verification", show: (school) => tier(school.trustTier) },
    { name: "Training type", show: (school) => trainingType(school.trainingType) },
    { name: "Programs", show: (school) => list(school.programs).map(program).filter(Boolean).sort().join(", ") },
    { name: "Hours to a private certificate", show: (school) => number(signals(school).avgHoursToPPL) && `${amount(signals(school).avgHoursToPPL)} on average`, value: (school) => positive(signals(school).avgHoursToPPL), best: "lowest" },
    { name: "Lessons as planned", show: (school) => number(signals(school).scheduleConsistency) && `${amount(signals(school).scheduleConsistency)} %`, value: (school) => positive(signals(school).scheduleConsistency), best: "highest" },
    { name: "Fleet", show: (school) => count(fleetSize(school), "aircraft", "aircraft"), value: fleetSize, best: "highest", median: (value) => count(value, "aircraft", "aircraft") },
    { name: "Aircraft", show: (school) => words(list(school.fleetDetails).map((entry) => entry?.aircraftType)) },
    { name: "Instructors", show: (school) => amount(school.instructorCount), value: (school) => positive(school.instructorCount), best: "highest", median: amount },
    { name: "Teaching for", show: (school) => count(school.yearsInOperation, "year"), value: (school) => positive(school.yearsInOperation), best: "highest", median: (value) => count(value, "year") },
    { name: "Facilities", show: (school) => words(school.facilities) },
    { name: "Web site", show: (school) => text(school.contactInfo?.website) && safeLink(school.contactInfo.website, "Open") },
  ];
}

function fleetSize(school) {
  if (number(school.fleetSize) > 0) return school.fleetSize;
  return positive(list(school.fleetDetails).reduce((sum, entry) => sum + (number(entry?.count) ?? 0), 0));
}

/** The middle of the known values, or null. @param {(number|null)[]} values */
export function median(values) {
  const known = values.filter((value) => value !== null).sort((a, b) => a - b);
  if (known.length === 0) return null;
  return (known[(known.length - 1) >> 1] + known[known.length >> 1]) / 2;
}
