/** The form: what is chosen, what is missing of it, and which field a message belongs to. */

export const form = document.getElementById("cancellation");

const MESSAGES = {
  items: "Choose at least one item.",
  reason: "Choose a reason.",
  description: "This reason needs a description.",
};

const reason = document.getElementById("reason");
const description = document.getElementById("description");

/** The chosen items as {pk, name, total, left, quantity, row}; NaN is a quantity misspelt. */
export function chosenItems() {
  return [...form.querySelectorAll(".choice")]
    .filter((row) => row.querySelector("[data-choose]").checked)
    .map((row) => ({
      pk: Number(row.dataset.item),
      name: row.dataset.name,
      total: Number(row.dataset.quantity),
      left: Number(row.dataset.left),
      quantity: quantityOf(row),
      row,
    }));
}

/** The body that cancels these items for the reason that is chosen. */
export function cancellationOf(items) {
  return bodyOf(items, Number(reason.value), description.value.trim() || null);
}

/** The same for a preview, which does not wait for a reason: any one stands in for it. */
export function previewOf(items) {
  const standIn = Array.from(reason.options).find((option) => option.value);
  return bodyOf(items, Number(reason.value || standIn.value), description.value.trim() || "-");
}

/** What keeps these items from being previewed, as problems {text, about, field}. */
export function itemProblems(items) {
  return items
    .filter(({ quantity, left }) => !(Number.isInteger(quantity) && 1 <= quantity && quantity <= left))
    .map((item) => ({
      text: `Enter a number from 1 to ${item.left}.`,
      about: item.name,
      field: itemField(item),
    }));
}

/** What is missing of the form, as problems {text, about, field}; none when it can be sent. */
export function problemsOf(items) {
  const problems = itemProblems(items);
  if (!items.length) problems.unshift({ text: MESSAGES.items, field: fieldOf("choices") });
  if (!reason.value) problems.push({ text: MESSAGES.reason, field: fieldOf("reason") });
  if (description.required && !description.value.trim()) {
    problems.push({ text: MESSAGES.description, field: fieldOf("description") });
  }
  return problems;
}

/**
 * The server's [field, message] pairs as problems {text, about, field}: about names an
 * item, or is missing; field is missing when none of the form's is meant.
 */
export function serverProblems(errors, items) {
  const problems = errors.map(([key, message]) => {
    const [, index, name] = /^cancel_order_items\.(\d+)\.(\w+)/.exec(key) ?? [];
    if (name === "reason" || name === "description") return { text: message, field: fieldOf(name) };
    const item = items[Number(index)];
    if (item) return { text: message, about: item.name, field: itemField(item) };
    return { text: message, field: key === "cancel_order_items" ? fieldOf("choices") : null };
  });
  // One reason is sent for all items, so what is wrong with it comes once for each.
  return problems.filter((problem, index) => {
    const first = problems.findIndex((other) => summary(other) === summary(problem));
    return first === index;
  });
}

/** A problem where its field is not to be seen. */
export function summary({ text, about }) {
  return about ? `${about}: ${text}` : text;
}

/** Keep the fields that depend on others in step with them. */
export function keepInStep() {
  for (const row of form.querySelectorAll(".choice")) {
    const quantity = row.querySelector("input[type=number]");
    if (quantity) quantity.disabled = !row.querySelector("[data-choose]").checked;
  }
  description.required = "needsDescription" in (reason.selectedOptions[0]?.dataset ?? {});
  const need = document.getElementById("description-need");
  need.textContent = description.required ? "(required)" : "(optional)";
}

function bodyOf(items, reasonId, text) {
  return {
    cancel_order_items: items.map((item) => ({
      order_item: item.pk,
      cancellation_type: "cancel",
      reason: reasonId,
      description: text,
      quantity: item.quantity,
    })),
  };
}

/** Without a field for it there is one unit left. */
function quantityOf(row) {
  const field = row.querySelector("input[type=number]");
  if (!field) return 1;
  return field.value === "" ? Number.NaN : Number(field.value);
}

function fieldOf(id) {
  return { input: document.getElementById(id), error: document.getElementById(`${id}-error`) };
}

function itemField({ pk, row }) {
  const input = row.querySelector("input[type=number]") ?? row.querySelector("[data-choose]");
  return { input, error: document.getElementById(`item-${pk}-error`) };
}
