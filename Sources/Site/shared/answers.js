// The last answers of the API, for when there is no connection. They stay in this tab until it is closed.

const prefix = "answer ";
const most = 20;
const mostCharacters = 4_000_000; // browsers give a tab about five million

export function keepAnswer(question, answer) {
  try {
    sessionStorage.removeItem(prefix + question);
    sessionStorage.setItem(prefix + question, `${Date.now()} ${JSON.stringify(answer)}`);
    let room = mostCharacters;
    const newestFirst = Object.entries(sessionStorage).filter(([key]) => key.startsWith(prefix)).sort(([, a], [, b]) => parseInt(b) - parseInt(a));
    newestFirst.forEach(([key, value], index) => {
      room -= value.length;
      if (index >= most || room < 0) sessionStorage.removeItem(key);
    });
  } catch {
    // without storage there are no last answers
  }
}

/** The last answer to the question and its time, or null. @returns {{time: number, answer: object}|null} */
export function lastAnswer(question) {
  try {
    const [, time, answer] = sessionStorage.getItem(prefix + question).match(/^(\d{13}) (\{.*)$/s);
    return { time: Number(time), answer: JSON.parse(answer) };
  } catch {
    return null;
  }
}
