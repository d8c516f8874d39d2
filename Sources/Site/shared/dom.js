// Elements from data. Text from the API only ever becomes a text node: markup in it stays text.

const svgNames = "http://www.w3.org/2000/svg";

/**
 * Makes an element. A property that starts with "on" is a listener; null, undefined and false are left out, and true is
 * an attribute without a value. Children are nodes or text; what is null, undefined or false is left out.
 * @param {string} tag @param {Record<string, any>} [properties] @param {...any} children
 * @returns {HTMLElement}
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

/** The children that are there, of nested lists as well. */
function present(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

/** Replaces all children of `element`. */
export function show(element, ...children) {
  element.replaceChildren(...present(children));
}

/** @param {string} id @returns {any} the element, which the page must have */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the page has no element #${id}`);
  return element;
}

/** Moves the focus to what changed, so that a reader of the screen hears it and Tab goes on from there. */
export function focusOn(element) {
  if (!element.matches("a, button, input, select, textarea")) element.setAttribute("tabindex", "-1");
  element.focus();
}

/** A link of the address if it is of a kind that is safe to follow, else the text alone. */
export function safeLink(address, text) {
  const url = parsed(address);
  const isSafe = url && ["https:", "mailto:", "tel:"].includes(url.protocol);
  return isSafe ? el("a", { href: url.href, rel: "noreferrer noopener" }, text) : text;
}

/** The address of a picture, or null if it is not https. */
export function pictureAddress(address) {
  const url = parsed(address);
  return url?.protocol === "https:" ? url.href : null;
}

function parsed(address) {
  return typeof address === "string" && URL.canParse(address) ? new URL(address) : null;
}
