// The API. Every call is bounded in time and fails with an APIError.
import { keepAnswer, lastAnswer } from "./answers.js";
import { text } from "./format.js";

const base = (document.querySelector('meta[name="api"]')?.getAttribute("content") || "/api").replace(/\/+$/, "");
const secondsToAnswer = 30; // API Gateway gives up after 29
const mostPages = 50;

/** Why a call failed, in words for the visitor. */
export class APIError extends Error {
  /** @param {{status?: number, requestId?: string, isUnreachable?: boolean}} [details] */
  constructor(message, details) {
    super(message);
    Object.assign(this, details);
  }
}

/** @param {string} path @param {{body?: object, signal?: AbortSignal}} options @returns {Promise<any>} */
async function call(path, { body, signal }) {
  const limit = AbortSignal.timeout(secondsToAnswer * 1000);
  const request = { signal: signal ? AbortSignal.any([signal, limit]) : limit };
  if (body) Object.assign(request, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
  let response, answer;
  try {
    response = await fetch(base + path, request);
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error; // whoever cancelled does not wait for an answer
    const isAnswer = response?.ok === false || error.name === "SyntaxError"; // of a gateway, or of a hotel
    throw failure({ status: response?.status, isUnreachable: !isAnswer }, limit.aborted);
  }
  if (!response.ok) throw refusal(response.status, answer);
  return answer;
}

function failure(details, isLate) {
  if (!navigator.onLine) return new APIError("You are offline.", details);
  return new APIError(isLate ? "The schools did not answer in time." : "The schools cannot be reached right now.", details);
}

function refusal(status, answer) {
  const details = { status, requestId: text(answer?.requestId) };
  if (status === 429) return new APIError("Too many people are asking right now. Wait a few seconds.", details);
  if (status >= 500) return new APIError("Something went wrong on our side.", details);
  return new APIError(text(answer?.error) ?? "The question was refused.", details);
}

/** The answer, or the last one where there is no connection: `old` notes its time and why. */
async function ask(path, { old, ...options }) {
  const question = path + JSON.stringify(options.body ?? "");
  try {
    const answer = await call(path, options);
    setTimeout(keepAnswer, 0, question, answer); // after it is on the screen
    return answer;
  } catch (error) {
    const last = error.isUnreachable && lastAnswer(question);
    if (!last) throw error;
    old.push({ time: last.time, problem: error.message });
    return last.answer;
  }
}

/** All schools as cards. @returns {Promise<any[]>} */
export async function listCards(options) {
  const cards = [];
  let cursor = "";
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await ask(`/schools?fields=card${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, options);
    if (!Array.isArray(answer?.schools)) throw new APIError("The schools' answer could not be read.");
    cards.push(...answer.schools);
    cursor = answer.nextCursor ?? "";
    if (!cursor) break;
  }
  return cards;
}

/** A school, or null if there is none of that id. */
export async function getSchool(id, options) {
  try {
    return await ask(`/schools/${encodeURIComponent(id)}`, options);
  } catch (error) {
    if ([400, 404].includes(error.status)) return null;
    throw error;
  }
}

export const match = (body, options) => ask("/match", { ...options, body });
export const explain = (question, signal) => call("/explain-match", { body: question, signal });
