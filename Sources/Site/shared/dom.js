// Elements from data. Text from the API only ever becomes a text node: markup in it stays text.

const svgNames = "http://www.w3.org/2000/svg";

/**
 * Makes an element. A property that starts with "on" is a listener. Null, undefined and false are left out.
 * @param {string} tag @param {Record<string, any>} [properties] @param {...any} children @returns {HTMLElement}
 */
export function el(tag, properties = {}, ...children) {
  return fill(document.createElement(tag), properties, children);
}

/** The same for SVG. @returns {SVGElement} */
export function svg(tag, properties = {}, ...children) {
  return fill(document.createElementNS(svgNames, tag), properties, children);
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...present(children));
  return element;
}

function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

export function show(element, ...children) {
  element.replaceChildren(...present(children));
}

/** The element, which the page must have. @returns {any} */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element;
}

/** Moves the focus to what changed: a screen reader says it, and Tab goes on from there. */
export function focusOn(element) {
  if (!element.matches("a, button, input, select, textarea")) element.setAttribute("tabindex", "-1");
  element.focus();
}

/** A link if the address is safe to follow, else the text alone. */
export function safeLink(address, text) {
  const url = parsed(address);
  const isSafe = url && ["https:", "mailto:", "tel:"].includes(url.protocol);
  return isSafe ? el("a", { href: url.href, rel: "noreferrer noopener" }, text) : text;
}

/** A picture of that size, or null if its address is not https. It goes where it does not load. */
export function photo(address, width, height) {
  const url = parsed(address);
  if (url?.protocol !== "https:") return null;
  return el("img", { src: url.href, alt: "", loading: "lazy", referrerpolicy: "no-referrer", width, height, onerror: (event) => event.target.remove() });
}

/** A box that a wide table scrolls in. */
export const scrolling = (label, ...children) => el("div", { class: "scroll", role: "region", "aria-label": label, tabindex: 0 }, children);

/** Words for those who hear the page. */
export const unseen = (...words) => el("span", { class: "visually-hidden" }, words);

function parsed(address) {
  return typeof address === "string" && URL.canParse(address) ? new URL(address) : null;
}

export function emptyState(title, ...ways) {
  return el("div", { class: "state" }, el("h2", {}, title), ways);
}
