// States, cities and distances. The table of cities is loaded when the visitor first names a place.
import { number } from "./format.js";

const names = `AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming`;

/** @type {Record<string, string>} names by letters */
export const stateNames = Object.fromEntries(names.split("|").map((entry) => [entry.slice(0, 2), entry.slice(3)]));

/** The letters of a state, of its name or letters in any case, or null. */
export function stateCode(words) {
  const wanted = words.trim().toLowerCase();
  return Object.keys(stateNames).find((code) => code.toLowerCase() === wanted || stateNames[code].toLowerCase() === wanted) ?? null;
}

const mostSuggested = 8;
const earthRadius = 3959; // miles, as the API has it
export const radians = (degrees) => (degrees * Math.PI) / 180;

/** Great-circle distance in miles. */
export function distance(a, b) {
  const x = Math.sin(radians(b.lat - a.lat) / 2) ** 2
    + Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(radians(b.lon - a.lon) / 2) ** 2;
  return 2 * earthRadius * Math.asin(Math.min(1, Math.sqrt(x)));
}

/** Where a school is, or null if that is unknown. */
export function coordinates(card) {
  const lat = number(card.location?.coordinates?.lat);
  const lon = number(card.location?.coordinates?.lng);
  const isKnown = lat !== null && lon !== null && Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0);
  return isKnown ? { lat, lon } : null;
}

let cities; // a promise, so that the table is loaded once

/** @returns {Promise<{city: string, state: string, lat: number, lon: number, label: string}[]>} */
export function allCities() {
  cities ??= fetch("/data/cities.txt").then((response) => {
    if (!response.ok) throw new Error(`the table of cities: status ${response.status}`);
    return response.text();
  }).then(readCities);
  cities.catch(() => { cities = undefined; }); // the next attempt asks again
  return cities;
}

/** A line: a state, then of each city its name, and four and five digits: hundredths of degrees north and west. */
function readCities(table) {
  return table.trim().split("\n").flatMap((line) => {
    const state = line.slice(0, 2);
    const entries = [...line.slice(2).matchAll(/(\D+)(\d{4})(\d{5})/g)];
    return entries.map(([, city, north, west]) => ({ city, state, lat: north / 100, lon: west / -100, label: `${city}, ${state}` }));
  });
}

/** Names as the API sorts them: without case and accents. */
export const withoutAccents = (words) => words.toLowerCase().normalize("NFD").replace(/[\u0300-\u036f]/g, "");

/** Words as they are searched: without marks as well. */
export const folded = (words) => withoutAccents(words).replace(/[.'’ʻ]/g, "").replace(/[\s,]+/g, " ").trim();

/** The city that the words name: "Denver, CO", "denver colorado", or "Denver" where only one state has it. */
export async function findCity(words) {
  const wanted = folded(words);
  const found = (await allCities()).filter(({ city, state }) => ["", state, stateNames[state]].some((end) => folded(`${city} ${end}`) === wanted));
  return found.length === 1 ? found[0] : null;
}

/** Fills the datalist with suggestions while the visitor types. */
export function suggestWhileTyping(input, datalist) {
  input.addEventListener("input", async () => {
    if (folded(input.value).length < 2) return datalist.replaceChildren();
    const all = await allCities().catch(() => []);
    const found = all.filter(({ label }) => folded(label).startsWith(folded(input.value))).slice(0, mostSuggested);
    datalist.replaceChildren(...found.map(({ label }) => new Option(label)));
  });
}
