// What a region of a page shows while it waits and when that fails.
import { el, focusOn, show } from "./dom.js";

/**
 * Runs `task` and passes its result to `done`. Until then the region shows that it waits: a skeleton after 200 ms, words
 * after 3 s. A failure is shown with a button that tries again; it is tried by itself when the connection is back.
 * @template T
 * @param {HTMLElement} region @param {() => Promise<T>} task @param {(result: T) => void} done
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

/** Says what failed, with the id that an operator can look up, and offers to try again. */
export function showFailure(region, error, again) {
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

/** The message of an APIError; of anything else nothing, for it is a defect of the page, and the console has it. */
function shownMessage(error) {
  if (error.constructor.name === "APIError") return error.message;
  console.error(error);
  return "This page could not show what it got.";
}

/** An empty result: what is missing, and ways on. */
export function emptyState(title, ...ways) {
  return el("div", { class: "state" }, el("h2", {}, title), ways);
}
