/** Writes what came of it into the page; texts are always text, never markup. */

import { summary } from "./choice.js";

const outcome = document.getElementById("outcome");

/** Make an element with a text. */
function element(tag, text, className = "") {
  const made = document.createElement(tag);
  made.textContent = text;
  if (className) made.className = className;
  return made;
}

/** Make a list; an entry is a text or a node. */
function list(entries) {
  const made = document.createElement("ul");
  for (const entry of entries) {
    const row = document.createElement("li");
    row.append(entry);
    made.append(row);
  }
  return made;
}

/**
 * Show an outcome and move the focus to it.
 *
 * tone: "good", "waiting" or "bad"; text: a sentence, or empty; entries: of a list, or none;
 * reload: offer to load the page again.
 */
export function showOutcome(tone, title, { text = "", entries = [], reload = false } = {}) {
  const parts = [element("h3", title)];
  if (entries.length) parts.push(list(entries));
  if (text) parts.push(element("p", text));
  if (reload) parts.push(reloadButton());
  outcome.className = `notice ${tone}`;
  outcome.replaceChildren(...parts);
  outcome.focus();
}

/** Take away the last outcome and every message at a field. */
export function clearOutcome() {
  outcome.className = "";
  outcome.replaceChildren();
  for (const error of document.querySelectorAll(".error")) {
    error.hidden = true;
    error.textContent = "";
  }
  for (const field of document.querySelectorAll("[data-described]")) {
    field.removeAttribute("aria-invalid");
    restoreDescription(field);
  }
}

/** Show problems {text, about, field}: each at its field, and all of them in the outcome. */
export function showProblems(title, problems) {
  for (const { text, field } of problems) {
    if (field) markField(field, text);
  }
  const entries = problems.map((problem) => {
    const text = summary(problem);
    return problem.field ? linkTo(problem.field.input, text) : text;
  });
  showOutcome("bad", title, { entries });
}

/** Show what a cancellation would do: a sentence and its reasons. */
export function showPreview(place, tone, sentence, reasons = []) {
  place.className = `preview ${tone}`.trim();
  place.replaceChildren(element("p", sentence), ...(reasons.length ? [list(reasons)] : []));
}

function markField({ input, error }, text) {
  error.textContent = error.hidden ? text : `${error.textContent} ${text}`;
  error.hidden = false;
  if (!("described" in input.dataset)) {
    input.dataset.described = input.getAttribute("aria-describedby") ?? "";
  }
  const others = input.dataset.described;
  input.setAttribute("aria-describedby", others ? `${others} ${error.id}` : error.id);
  if (input.matches("input, select, textarea")) input.setAttribute("aria-invalid", "true");
}

function restoreDescription(field) {
  const before = field.dataset.described;
  if (before) field.setAttribute("aria-describedby", before);
  else field.removeAttribute("aria-describedby");
  delete field.dataset.described;
}

function linkTo(input, text) {
  const link = element("a", text);
  link.href = `#${input.id}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    input.focus();
  });
  return link;
}

function reloadButton() {
  const button = element("button", "Reload the page");
  button.type = "button";
  button.addEventListener("click", () => location.reload());
  return button;
}
