// The map of the states. data/states.json has their outlines in the same projection.
import { schoolPath } from "./card.js";
import { el, svg } from "./dom.js";
import { listPath } from "./filters.js";
import { count, place, schoolName, together } from "./format.js";
import { radians, stateNames } from "./places.js";

/** Albers' projection around a center, with two true parallels; in earth radii. */
function albers(lon0, lat0, south, north) {
  const n = (Math.sin(radians(south)) + Math.sin(radians(north))) / 2;
  const c = Math.cos(radians(south)) ** 2 + 2 * n * Math.sin(radians(south));
  const rho0 = Math.sqrt(c - 2 * n * Math.sin(radians(lat0))) / n;
  return ({ lat, lon }) => {
    const theta = n * radians(((lon - lon0 + 540) % 360) - 180);
    const rho = Math.sqrt(c - 2 * n * Math.sin(radians(lat))) / n;
    return [rho * Math.sin(theta), rho0 - rho * Math.cos(theta)];
  };
}

/** Where the parts of the country lie in the picture. */
const parts = {
  AK: { project: albers(-154, 62, 55, 65), x: 125, y: 515, scale: 420 },
  HI: { project: albers(-157.5, 20.5, 8, 18), x: 315, y: 560, scale: 1150 },
  mainland: { project: albers(-96, 37.5, 29.5, 45.5), x: 480, y: 305, scale: 1200 },
};

const viewBox = "0 0 960 600";

function point(where) {
  const name = where.lat > 50 && where.lon < -128 ? "AK" : where.lat < 24 && where.lon < -140 ? "HI" : "mainland";
  const { project, x, y, scale } = parts[name];
  const [east, north] = project(where);
  return { x: x + east * scale, y: y - north * scale };
}

/** The schools that were found, on a map whose states and dots are links. */
export async function drawMap(found, values) {
  const outlines = await stateOutlines();
  const counts = {};
  for (const { card } of found) counts[card.location?.state] = (counts[card.location?.state] ?? 0) + 1;
  const states = Object.entries(outlines).map(([code, path]) => state(code, path, counts[code] ?? 0, values));
  const placed = placedSchools(found);
  const missing = found.length - placed.length;
  return el("figure", { class: "map" },
    svg("svg", { viewBox, role: "group", "aria-label": `Map of ${count(placed.length, "school")}` }, states, placed.map(dot)),
    el("figcaption", { class: "small muted" },
      "Choose a dot to open a school, or a state to see its schools alone.", missing > 0 && ` Without a known place: ${count(missing, "school")}.`));
}

/** The same without links. */
export async function drawPicture(found) {
  const outlines = await stateOutlines();
  return svg("svg", { viewBox, "aria-hidden": "true" },
    Object.values(outlines).map((path) => svg("path", { d: path, class: "state-shape" })),
    placedSchools(found).map(({ at }) => svg("circle", { cx: at.x.toFixed(1), cy: at.y.toFixed(1), r: 6, class: "dot" })));
}

async function stateOutlines() {
  const response = await fetch("/data/states.json");
  if (!response.ok) throw new Error(`the outlines of the states: status ${response.status}`);
  return response.json();
}

function placedSchools(found) {
  return found.map((entry) => ({ entry, at: entry.place && point(entry.place) }))
    .filter(({ at }) => at && at.x > 0 && at.x < 960 && at.y > 0 && at.y < 600);
}

function state(code, path, schools, values) {
  const name = `${stateNames[code]}: ${count(schools, "school")}`;
  const shape = svg("path", { d: path, class: values.state === code ? "state-shape chosen" : "state-shape" }, svg("title", {}, name));
  const href = listPath({ ...values, state: code, page: 1 });
  return schools ? svg("a", { href, "data-list": "", "aria-label": name }, shape) : shape;
}

function dot({ entry, at }) {
  const name = together([schoolName(entry.card), place(entry.card.location)], ", ");
  return svg("a", { href: schoolPath(entry.card.schoolId), "aria-label": name },
    svg("circle", { cx: at.x.toFixed(1), cy: at.y.toFixed(1), r: 6, class: "dot" }, svg("title", {}, name)));
}
