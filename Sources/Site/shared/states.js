// The states of the USA, by their two letters.

const names = `AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming`;

/** @type {Record<string, string>} names by letters, in the order of the names */
export const stateNames = Object.fromEntries(names.split("|").map((entry) => [entry.slice(0, 2), entry.slice(3)]));

/** The letters of a state that is named or abbreviated, in any case, or null. */
export function stateCode(words) {
  const wanted = words.trim().toLowerCase();
  return Object.keys(stateNames).find((code) => code.toLowerCase() === wanted || stateNames[code].toLowerCase() === wanted) ?? null;
}
