// The filters and orders of the list: from the URL, to the URL, and over the cards. Names and meanings are the API's;
// `q`, `minRating`, `tier`, `near` and `radius` are the page's own.
import { amount, dollars, list, number, program, programNames, text, tier, trainingType } from "./format.js";
import { coordinates, distance, folded, stateNames, withoutAccents } from "./places.js";

const positive = (value) => (/^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined);
const oneOf = (names) => (value) => (names.includes(value) ? value : undefined);

/** `read` makes a value of the URL's text, undefined if not understood; `chip` names the filter in words. */
const filters = {
  q: {
    read: (value) => value.slice(0, 200),
    keeps: (value) => {
      const wanted = folded(value).split(" ");
      return (entry) => wanted.every((word) => entry.words.includes(word));
    },
    chip: (value) => `“${value}”`,
  },
  state: {
    read: (value) => (/^[a-z]{2}$/i.test(value) ? value.toUpperCase() : undefined),
    keeps: (value) => (entry) => text(entry.card.location?.state)?.toUpperCase() === value,
    chip: (value) => stateNames[value] ?? value,
  },
  programs: {
    read: (value) => {
      const wanted = value.split(",").map((name) => name.trim()).filter(Boolean);
      return wanted.every((name) => Object.hasOwn(programNames, name)) ? wanted.join(",") : undefined;
    },
    keeps: (value) => (entry) => list(entry.card.programs).some((name) => value.split(",").includes(name)),
    chip: (value) => value.split(",").map(program).join(" or "),
  },
  trainingType: {
    read: oneOf(["Part61", "Part141", "Both"]),
    keeps: (value) => (entry) => value === "Both" || [value, "Both"].includes(entry.card.trainingType),
    chip: (value) => (value === "Both" ? "Any training type" : trainingType(value)),
  },
  maxBudget: {
    read: (value) => (/^\d{1,12}$/.test(value) ? Number(value) : undefined),
    keeps: (value) => (entry) => number(entry.card.costBand?.min) !== null && entry.card.costBand.min <= value,
    chip: (value) => `From ${dollars(value)} or less`,
  },
  minRating: {
    read: (value) => (positive(value) <= 5 ? positive(value) : undefined),
    keeps: (value) => (entry) => entry.rating >= value,
    chip: (value) => `Rated ${amount(value)} or more`,
  },
  tier: {
    read: (value) => tier(value),
    keeps: (value) => (entry) => tier(entry.card.trustTier) === value,
    chip: (value) => value,
  },
  near: { read: (value) => value.slice(0, 100), keeps: () => () => true, chip: (value) => `Near ${value}` },
  radius: {
    read: (value) => (positive(value) <= 12500 ? positive(value) : undefined),
    keeps: (value, origin) => (entry) => !origin || (entry.place ? entry.distance <= value : text(entry.card.location?.state) === origin.state),
    chip: (value) => `Within ${amount(value)} miles`,
  },
};

export const filterNames = Object.keys(filters);
export const chipWords = (name, value) => filters[name].chip(value);

export const defaultOrder = (values) => (values.near ? "distance-asc" : "rating-desc");

/** What the URL asks for. A value that is not understood is named in `ignored`. @param {URLSearchParams} parameters */
export function readQuery(parameters) {
  const values = {}, ignored = [];
  for (const name of filterNames) {
    const given = parameters.getAll(name).filter((value) => value.trim()).join(",").trim();
    if (!given) continue;
    const value = filters[name].read(given);
    if (value === undefined || value === null) ignored.push([name, given]);
    else values[name] = value;
  }
  const order = parameters.get("sortBy");
  const isOrder = /^((name|price|rating|fleet-size)-(asc|desc)|distance-asc)$/.test(order);
  if (order && !isOrder) ignored.push(["sortBy", order]);
  values.sortBy = isOrder ? order : defaultOrder(values);
  values.page = Math.max(1, Math.trunc(positive(parameters.get("page")) ?? 1));
  values.view = parameters.get("view") === "map" ? "map" : "list";
  return { values, ignored };
}

/** The address of the list with these values; what goes without saying is left out. */
export function listPath(values) {
  const parameters = new URLSearchParams();
  for (const name of filterNames) if (values[name] !== undefined && values[name] !== "") parameters.set(name, values[name]);
  if (values.sortBy && values.sortBy !== defaultOrder(values)) parameters.set("sortBy", values.sortBy);
  if (values.view === "map") parameters.set("view", "map");
  if (values.page > 1) parameters.set("page", values.page);
  const query = parameters.toString();
  return query ? `/schools?${query}` : "/schools";
}

/** Prepares cards for many filterings. */
export function prepare(cards) {
  return cards.map((card) => {
    const where = card.location ?? {};
    const words = [card.name, where.city, where.state, stateNames[where.state], where.zipCode].map((word) => text(word) ?? "").join(" ");
    return { card, words: folded(words), name: withoutAccents(text(card.name) ?? ""), price: number(card.costBand?.min) ?? 0, rating: number(card.avgRating) ?? 0, "fleet-size": number(card.fleetSize) ?? 0, place: coordinates(card), distance: Infinity };
  });
}

export function measure(entries, origin) {
  for (const entry of entries) entry.distance = origin && entry.place ? distance(origin, entry.place) : Infinity;
}

/** The entries that pass every filter, in order. `without` names a filter to leave out. */
export function select(entries, values, origin, without) {
  const active = filterNames.filter((name) => name !== without && values[name] !== undefined);
  const tests = active.map((name) => filters[name].keeps(values[name], origin));
  const [, key, direction] = values.sortBy.match(/^(.+)-(asc|desc)$/);
  const sign = direction === "desc" ? -1 : 1;
  entries.sort((a, b) => { // quick where the order stays
    if (a[key] !== b[key]) return a[key] < b[key] ? -sign : sign;
    return a.card.schoolId < b.card.schoolId ? -1 : 1;
  });
  return entries.filter((entry) => tests.every((keeps) => keeps(entry)));
}
