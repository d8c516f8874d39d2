// Elements from data, and what a region of a page shows while it waits. Text from the API only ever becomes a text node:
// markup in it stays text.

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

/** The address of a picture, or null if it is not https. */
export function pictureAddress(address) {
  const url = parsed(address);
  return url?.protocol === "https:" ? url.href : null;
}

function parsed(address) {
  return typeof address === "string" && URL.canParse(address) ? new URL(address) : null;
}

// ---- waiting ----

/**
 * Passes the result of `task` to `done`. Meanwhile the region shows a skeleton after 200 ms, words after 3 s. After a
 * failure the visitor can try again, and the page does when the connection is back.
 * @template T @param {HTMLElement} region @param {() => Promise<T>} task @param {(result: T) => void} done
 */
export async function waitFor(region, task, done) {
  region.setAttribute("aria-busy", "true");
  const words = el("p", { role: "status", class: "muted" });
  const timers = [
    setTimeout(() => show(region, words, el("div", { class: "skeleton", "aria-hidden": "true" })), 200),
    setTimeout(() => { words.textContent = "Still working. This takes longer than usual."; }, 3000),
  ];
  try {
    const result = await task();
    timers.forEach(clearTimeout);
    region.removeAttribute("aria-busy");
    done(result);
  } catch (error) {
    timers.forEach(clearTimeout);
    region.removeAttribute("aria-busy");
    if (error.name === "AbortError") return;
    showFailure(region, error, async () => {
      await waitFor(region, task, done);
      focusOn(region.querySelector("h1, h2, h3, .state") ?? region);
    });
  }
}

function showFailure(region, error, again) {
  const stop = new AbortController();
  const retry = () => {
    stop.abort();
    return again();
  };
  show(region, el("div", { class: "state failed", role: "alert" },
    el("h2", {}, error.offline ? "No connection" : "That did not work"),
    el("p", {}, shownMessage(error)),
    error.requestId && el("p", { class: "small muted" }, `If it stays like this, tell us this number: ${error.requestId}`),
    el("button", { type: "button", class: "primary", onclick: retry }, "Try again")));
  addEventListener("online", retry, { signal: stop.signal, once: true });
}

/** Anything but an APIError is a defect of the page: the console has it. */
function shownMessage(error) {
  if (error.constructor.name === "APIError") return error.message;
  console.error(error);
  return "This page could not show what it got.";
}

export function emptyState(title, ...ways) {
  return el("div", { class: "state" }, el("h2", {}, title), ways);
}
