// The API. Every call is bounded in time and fails with an APIError.

const base = (document.querySelector('meta[name="api"]')?.getAttribute("content") || "/api").replace(/\/+$/, "");
const secondsToAnswer = 30; // API Gateway gives up after 29
const mostPages = 50;

/** Why a call failed, in words for the visitor. */
export class APIError extends Error {
  /** @param {string} message @param {{status?: number, requestId?: string, offline?: boolean}} [details] */
  constructor(message, { status = 0, requestId = "", offline = false } = {}) {
    super(message);
    this.status = status;
    this.requestId = requestId;
    this.offline = offline;
  }
}

/** @param {string} path @param {{body?: object, signal?: AbortSignal}} [options] @returns {Promise<any>} */
async function call(path, { body, signal } = {}) {
  const limit = AbortSignal.timeout(secondsToAnswer * 1000);
  const request = {
    method: body ? "POST" : "GET",
    headers: body ? { "Content-Type": "application/json" } : {},
    body: body && JSON.stringify(body),
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  };
  let response, answer;
  try {
    response = await fetch(base + path, request);
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted) throw error; // whoever cancelled does not wait for an answer
    throw failure(response, limit.aborted);
  }
  if (!response.ok) throw refusal(response.status, answer);
  return answer;
}

function failure(response, tooLate) {
  const status = response?.status ?? 0;
  if (!navigator.onLine) return new APIError("You are offline. Check your connection.", { status, offline: true });
  if (tooLate) return new APIError("The schools did not answer in time.", { status });
  return new APIError("The schools cannot be reached right now.", { status });
}

function refusal(status, answer) {
  const requestId = typeof answer?.requestId === "string" ? answer.requestId : "";
  const details = { status, requestId };
  if (status === 429) return new APIError("Too many people are asking right now. Wait a few seconds.", details);
  if (status >= 500) return new APIError("Something went wrong on our side.", details);
  return new APIError(typeof answer?.error === "string" ? answer.error : "The question was refused.", details);
}

/** All schools as cards. @returns {Promise<any[]>} */
export async function listCards(signal) {
  const cards = [];
  let cursor = "";
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await call(`/schools?fields=card${cursor && `&cursor=${encodeURIComponent(cursor)}`}`, { signal });
    if (!Array.isArray(answer?.schools)) throw new APIError("The schools' answer could not be read.");
    cards.push(...answer.schools);
    cursor = answer.nextCursor ?? "";
    if (!cursor) break;
  }
  return cards;
}

export const getSchool = (id, signal) => call(`/schools/${encodeURIComponent(id)}`, { signal });
export const match = (question, signal) => call("/match", { body: question, signal });
export const explain = (question, signal) => call("/explain-match", { body: question, signal });
