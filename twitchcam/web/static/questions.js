// Shows a question only where it applies, and answers a whole checklist with one click.
import { text } from "./texts.js";

const form = document.querySelector("form");

// The browser knows the names of countries, in the language of the page.
const country = document.querySelector("#country");
if (country) {
  const names = new Intl.DisplayNames([document.documentElement.lang || "en"], { type: "region" });
  const options = [...country.options].filter((option) => option.value);
  for (const option of options) option.textContent = names.of(option.value) ?? option.value;
  options.sort((a, b) => a.textContent.localeCompare(b.textContent, document.documentElement.lang));
  country.append(...options);
}

function isGiven(name, values) {
  return [...form.querySelectorAll(`[name="${name}"]`)].some((item) => item.checked && values.includes(item.value));
}

function update() {
  for (const question of form.querySelectorAll("[data-only-if]")) {
    const { onlyIf, is } = question.dataset;
    // A question of an earlier page decides on the server.
    if (!form.querySelector(`[name="${onlyIf}"]`)) continue;
    question.hidden = !isGiven(onlyIf, is.split(" "));
  }
}

form.addEventListener("change", update);
update();

const allNo = form.querySelector("[data-all-no]");

function listOpen() {
  return [...form.querySelectorAll('input[type="radio"][value="no"]')].filter(
    (item) => !form.querySelector(`[name="${item.name}"]:checked`),
  );
}

function nameAllNo() {
  const isFresh = !form.querySelector("input:checked");
  allNo.textContent = text(isFresh ? "script-questions-none" : "script-questions-no-to-others");
  allNo.hidden = listOpen().length === 0;
}

if (allNo) {
  nameAllNo();
  form.addEventListener("change", nameAllNo);
  allNo.addEventListener("click", () => {
    // What was said already stays as it was said.
    for (const item of listOpen()) item.checked = true;
    update();
    form.querySelector("button.main").focus();
    nameAllNo();
  });
}
