/** The order confirmation page: times in the reader's zone, and cancelling without a reload. */

import {
  cancellationOf,
  chosenItems,
  form,
  itemProblems,
  keepInStep,
  previewOf,
  problemsOf,
  serverProblems,
  summary,
} from "./choice.js";
import { describe, markCancelled, markRequested } from "./items.js";
import { localiseTimes, localText } from "./moments.js";
import { clearOutcome, showOutcome, showPreview, showProblems } from "./shown.js";
import { cancel, preview } from "./talk.js";

const PAUSE = 250; // milliseconds without a change before a preview is asked for

localiseTimes();
// A page taken out of the browser's cache may show what is no longer so.
window.addEventListener("pageshow", (event) => event.persisted && location.reload());
if (form) offerCancelling();

function offerCancelling() {
  const refreshPreview = previewer(document.getElementById("preview"));
  let isBusy = false;

  form.addEventListener("input", (event) => {
    keepInStep();
    if (event.target.closest(".choice")) refreshPreview();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    try {
      await submit();
    } finally {
      isBusy = false;
    }
    refreshPreview();
  });

  keepInStep();
  refreshPreview();
  form.hidden = false;
}

/** Cancel what is chosen, or say what is missing. */
async function submit() {
  clearOutcome();
  const items = chosenItems();
  const problems = problemsOf(items);
  if (problems.length) {
    showProblems("Not sent yet", problems);
    return;
  }
  const body = cancellationOf(items);
  setLocked(true);
  const answer = await cancel(form.dataset.cancelUrl, body);
  setLocked(false);
  show(answer, items);
}

function setLocked(locked) {
  const button = form.querySelector("button[type=submit]");
  form.setAttribute("aria-busy", locked);
  // Not disabled: that would throw a keyboard's focus off the button.
  button.setAttribute("aria-disabled", locked);
  button.dataset.label ??= button.textContent;
  button.textContent = locked ? "Cancelling…" : button.dataset.label;
  for (const id of ["choices", "reason", "description"]) {
    document.getElementById(id).disabled = locked;
  }
}

function show(answer, items) {
  const entries = items.map(describe);
  switch (answer.kind) {
    case "cancelled":
      startAnew(() => markCancelled(items));
      return showOutcome("good", "Cancelled", { entries });
    case "requested":
      startAnew(() => markRequested(items, answer.requests));
      return showOutcome("waiting", "The shop has been asked to cancel", {
        entries,
        text: "It will decide on your request.",
      });
    case "refused":
      return showProblems("Not cancelled", serverProblems(answer.errors, items));
    case "later":
      return showOutcome("bad", "Please try again later", { text: laterText(answer.seconds) });
    default:
      form.hidden = true;
      return showOutcome("bad", ...ENDS[answer.kind]);
  }
}

const NOTHING = "Nothing was cancelled.";

/** The ends after which the form cannot be sent again from this page. */
const ENDS = {
  "logged-out": ["You are not logged in any more", { text: NOTHING, reload: true }],
  outdated: ["This page is out of date", { text: NOTHING, reload: true }],
  unknown: [
    "It is not known whether the cancellation went through",
    {
      text: "No clear answer came back. Reload the page to see what became of your order before you try again.",
      reload: true,
    },
  ],
};

function laterText(seconds) {
  const when = seconds === null ? "in a while" : `in ${spell(seconds)}`;
  return `The cancellation could not be completed now. Please try again ${when}; nothing will be cancelled twice.`;
}

function spell(seconds) {
  const [count, unit] = seconds < 120 ? [seconds, "second"] : [Math.ceil(seconds / 60), "minute"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** Empty the form, bring the items up to date, and take the form away when none is left. */
function startAnew(update) {
  form.reset();
  update();
  keepInStep();
  if (!form.querySelector(".choice")) {
    document.getElementById("deadline")?.remove();
    form.hidden = true;
  }
}

/** Make a function that shows what cancelling the present choice would do, a little later. */
function previewer(place) {
  let current = new AbortController();
  let timer;
  return () => {
    clearTimeout(timer);
    current.abort();
    current = new AbortController();
    const { signal } = current;
    const items = chosenItems();
    const [problem] = itemProblems(items);
    place.setAttribute("aria-busy", "false");
    if (problem) return showPreview(place, "", summary(problem));
    if (!items.length) return showPreview(place, "", "Choose items to see what will happen.");
    place.setAttribute("aria-busy", "true");
    showPreview(place, "", "Checking…");
    timer = setTimeout(async () => {
      const shown = await previewed(items, signal);
      if (signal.aborted) return;
      showPreview(place, ...shown);
      place.setAttribute("aria-busy", "false");
    }, PAUSE);
  };
}

/** What to show of a preview: tone, sentence, reasons. */
async function previewed(items, signal) {
  try {
    return sentenceOf(await preview(form.dataset.previewUrl, previewOf(items), signal), items);
  } catch {
    return ["", "What will happen could not be found out at the moment."];
  }
}

function sentenceOf({ outcome, reasons, direct_until: until, errors }, items) {
  if (errors) {
    const texts = serverProblems(errors, items).map(summary);
    return ["bad", "Not possible like this:", texts];
  }
  switch (outcome) {
    case "direct": {
      const limit = until ? ` if you confirm by ${localText(until)}` : "";
      return ["good", `The chosen items will be cancelled at once${limit}.`];
    }
    case "request":
      return ["waiting", "The shop will be asked, because:", reasonTexts(reasons, items)];
    default:
      return ["bad", "Not possible, because:", reasonTexts(reasons, items)];
  }
}

function reasonTexts(reasons, items) {
  const texts = reasons.map(({ message, order_item: pk }) => {
    const name = items.find((item) => item.pk === pk)?.name;
    return name && !message.includes(name) ? `${name}: ${message}` : message;
  });
  return [...new Set(texts)];
}
