/** Points in time, as the reader's own clock and language have them. */

const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** Write an ISO 8601 moment in the reader's zone. */
export function localText(iso) {
  return FORMAT.format(new Date(iso));
}

/** Rewrite every time element of the page; its UTC text stays there as a tooltip. */
export function localiseTimes() {
  for (const time of document.querySelectorAll("time[datetime]")) {
    time.title = time.textContent;
    time.textContent = localText(time.dateTime);
  }
}
