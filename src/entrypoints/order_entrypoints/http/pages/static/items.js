/** The items as they stand after an outcome: the server's own rules for what follows from it. */

import { form } from "./choice.js";

/** "Mug", or "Mug (1 of 3)" for a part. */
export function describe({ name, quantity, total }) {
  return quantity < total ? `${name} (${quantity} of ${total})` : name;
}

/** These items were cancelled: all that was left of them, or a part. */
export function markCancelled(items) {
  for (const item of items) {
    if (item.quantity < item.left) markPart(item);
    else markWhole(item);
  }
  const rows = [...document.querySelectorAll("tr[id^='item-']")];
  if (rows.every((row) => "cancelled" in row.dataset)) {
    document.getElementById("order-status").textContent = form.dataset.cancelledLabel;
  }
}

/** The shop was asked about these items; while it has not decided nothing can be added. */
export function markRequested(items, requests) {
  for (const { pk, total, row } of items) {
    const request = requests.find((one) => one.order_item === pk);
    if (request) addNote(pk, requestNote(request.quantity ?? total, total));
    row.remove();
  }
}

function markWhole({ pk, row }) {
  const shown = document.getElementById(`item-${pk}`);
  shown.dataset.cancelled = "";
  shown.querySelector("[data-status]").textContent = form.dataset.cancelledLabel;
  noteOf(pk).textContent = "";
  row.remove();
}

function markPart({ pk, row, quantity, left, total }) {
  const cancelled = Number(row.dataset.cancelled) + quantity;
  row.dataset.cancelled = cancelled;
  row.dataset.left = left - quantity;
  noteOf(pk).textContent = `${cancelled} of ${total} cancelled`;
  offerTheRest(row, left - quantity);
}

function offerTheRest(row, left) {
  if (left === 1) {
    row.querySelector("[data-part]").remove();
    return;
  }
  const field = row.querySelector("input[type=number]");
  field.max = left;
  field.defaultValue = left;
  field.value = left;
  row.querySelector("[data-of]").textContent = `of ${left}`;
}

function requestNote(quantity, total) {
  const part = quantity < total ? ` for ${quantity} of ${total}` : "";
  return `Cancellation requested${part}`;
}

function addNote(pk, text) {
  const note = noteOf(pk);
  note.textContent = [note.textContent, text].filter(Boolean).join(", ");
}

function noteOf(pk) {
  return document.querySelector(`#item-${pk} [data-note]`);
}
