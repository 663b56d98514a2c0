// Shows a question only where it applies, and answers a whole checklist with one click.

const form = document.querySelector("form");

function isGiven(name, value) {
  return [...form.querySelectorAll(`[name="${name}"]`)].some((item) => item.checked && item.value === value);
}

function update() {
  for (const question of form.querySelectorAll("[data-only-if]")) {
    const { onlyIf, is } = question.dataset;
    // A question of an earlier page decides on the server.
    if (!form.querySelector(`[name="${onlyIf}"]`)) continue;
    question.hidden = !isGiven(onlyIf, is);
  }
}

form.addEventListener("change", update);
update();

const allNo = form.querySelector("[data-all-no]");
if (allNo) {
  allNo.hidden = false;
  allNo.addEventListener("click", () => {
    for (const item of form.querySelectorAll('input[type="radio"][value="no"]')) item.checked = true;
    update();
    form.querySelector("button.main").focus();
  });
}
