// How long something will take, as a person would say it.
import { text } from "./texts.js";

export function sayLeft(leftS) {
  if (leftS === null || leftS === undefined) return "";
  if (leftS < 10) return text("script-left-few");
  if (leftS < 90) return text("script-left-seconds", { n: Math.ceil(leftS / 10) * 10 });
  return text("script-left-minutes", { n: Math.round(leftS / 60) });
}
