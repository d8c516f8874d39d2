// The model's explanations: asked for in the order of the ranks, few at a time, and never needed.
import { explain } from "/shared/api.js";

const atOnce = 2;

/**
 * Asks for the explanation of each match and passes it on. A failure, or an answer without the model, changes nothing:
 * the text from the facts is there already.
 * @param {object} student @param {any[]} matches @param {AbortSignal} signal
 * @param {(match: any, explanation: string) => void} done
 */
export async function explainMatches(student, matches, signal, done) {
  const waiting = [...matches];
  const work = async () => {
    for (let match = waiting.shift(); match && !signal.aborted; match = waiting.shift()) {
      const answer = await explain({ student, school: match.explain, matchScore: match.score }, signal).catch(() => null);
      const isWritten = ["bedrock", "cache"].includes(answer?.source) && !answer.fallback && typeof answer.explanation === "string";
      if (isWritten && !signal.aborted) done(match, answer.explanation);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
}
