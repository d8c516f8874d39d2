// What a region of a page shows while it waits for an answer, and when there is none.
import { APIError } from "./api.js";
import { el, focusOn, show } from "./dom.js";

/**
 * Passes the result of `task` to `done`. Meanwhile the region shows a skeleton after 200 ms, words after 3 s. The task hands
 * `old` to the API, which notes there what it took from its last answers.
 * @template T @param {HTMLElement} region @param {(options: {old: object[]}) => Promise<T>} task @param {(result: T) => void} done
 */
export async function waitFor(region, task, done) {
  if (region.previousElementSibling?.matches(".old")) region.previousElementSibling.remove();
  region.setAttribute("aria-busy", "true");
  const words = el("p", { role: "status", class: "muted" });
  const timers = [
    setTimeout(() => show(region, words, el("div", { class: "skeleton", "aria-hidden": "true" })), 200),
    setTimeout(() => { words.textContent = "Still working. This takes longer than usual."; }, 3000),
  ];
  const again = async () => {
    await waitFor(region, task, done);
    if (document.activeElement === document.body) focusOn(region.querySelector("h1, h2, h3, .state") ?? region);
  };
  const old = [];
  try {
    const result = await task({ old }).finally(() => {
      timers.forEach(clearTimeout);
      region.removeAttribute("aria-busy");
    });
    if (old.length > 0) region.before(offer("old", again, notice(old)));
    done(result);
  } catch (error) {
    if (error.name === "AbortError") return;
    const isExpected = error instanceof APIError;
    if (!isExpected) console.error(error); // a defect of the page
    show(region, offer("failed", again,
      el("h2", {}, error.isUnreachable ? "No connection" : "That did not work"),
      el("p", {}, isExpected ? error.message : "This page could not show what it got."),
      error.requestId && el("p", { class: "small muted" }, `If it stays like this, tell us this number: ${error.requestId}`)));
  }
}

/** "You are offline. This is the answer from 2:05 PM today." Of several answers the oldest one counts. */
function notice(old) {
  const then = new Date(Math.min(...old.map(({ time }) => time)));
  const isToday = then.toDateString() === new Date().toDateString();
  const words = then.toLocaleString("en-US", { timeStyle: "short", ...(!isToday && { dateStyle: "medium" }) });
  return el("p", {}, old[0].problem, " This is the answer from ", el("time", { datetime: then.toISOString() }, words, isToday && " today"), ".");
}

/** Words, and a button to try again. The page tries when the connection is back, unless the visitor went on. */
function offer(style, again, ...words) {
  const box = el("div", { class: `state ${style}`, role: "alert" }, words, el("button", { type: "button", class: "primary", onclick: again }, "Try again"));
  addEventListener("online", () => box.isConnected && again(), { once: true });
  return box;
}
