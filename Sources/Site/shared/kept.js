// What the visitor keeps in this browser: saved schools with notes, and the schools ticked for a comparison.

/** At most this many schools are compared. */
export const mostCompared = 4;

/** Receives "change" when something was saved, removed or ticked, in another tab too. */
export const changes = new EventTarget();
addEventListener("storage", () => changes.dispatchEvent(new Event("change")));

function read(key, empty) {
  try {
    const value = JSON.parse(localStorage.getItem(key) ?? "null");
    return value && typeof value === "object" && Array.isArray(value) === Array.isArray(empty) ? value : empty;
  } catch {
    return empty; // another program's text, or storage that the browser denies
  }
}

/** @returns {boolean} whether it could be kept */
function write(key, value) {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    return false;
  } finally {
    changes.dispatchEvent(new Event("change"));
  }
  return true;
}

/** Saved schools: `{id: {note, savedAt}}`. */
export const saved = {
  all: () => read("saved-schools", {}),
  has: (id) => Object.hasOwn(saved.all(), id),
  add: (id) => write("saved-schools", { ...saved.all(), [id]: { note: "", savedAt: new Date().toISOString() } }),
  setNote: (id, note) => write("saved-schools", { ...saved.all(), [id]: { ...saved.all()[id], note } }),
  remove: (id) => {
    const { [id]: _, ...others } = saved.all();
    return write("saved-schools", others);
  },
  clear: () => write("saved-schools", {}),
};

/** Ids of schools to compare, oldest first. */
export const compared = {
  all: () => read("compared-schools", []).filter((id) => typeof id === "string").slice(0, mostCompared),
  has: (id) => compared.all().includes(id),
  set: (ids) => write("compared-schools", ids.slice(0, mostCompared)),
  add: (id) => compared.set([...compared.all().filter((other) => other !== id), id]),
  remove: (id) => compared.set(compared.all().filter((other) => other !== id)),
};
