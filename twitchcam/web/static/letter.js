// Copies the paragraph of a letter, and prints the page.
import { text } from "./texts.js";

const copy = document.getElementById("copy");
const paragraph = document.getElementById("paragraph");
const print = document.getElementById("print");

copy.hidden = print.hidden = false;
print.addEventListener("click", () => window.print());
copy.addEventListener("click", async () => {
  const copied = document.getElementById("copied");
  try {
    await navigator.clipboard.writeText(paragraph.textContent);
    copied.textContent = text("script-letter-copied");
  } catch {
    // Some browsers keep the clipboard to themselves: what is chosen can be copied by hand.
    getSelection().selectAllChildren(paragraph);
    copied.textContent = text("script-letter-chosen");
  }
});
