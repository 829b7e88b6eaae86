/** Talks to the cancellation endpoints and makes sense of what they answer. */

const LONGEST_WAIT = 60_000; // milliseconds

const TOKEN = document.querySelector('meta[name="csrf-token"]').content;

/**
 * Ask for a cancellation. Never throws: whatever cannot be understood is "unknown".
 *
 * Returns {kind}: "cancelled"; "requested" with the requests; "refused" with errors as
 * [field, message] pairs; "later" with the seconds to wait, if told; "logged-out";
 * "outdated"; "unknown".
 */
export async function cancel(url, body) {
  try {
    return await cancelAnswer(await post(url, body, AbortSignal.timeout(LONGEST_WAIT)));
  } catch {
    return { kind: "unknown" };
  }
}

/**
 * Ask what a cancellation would do.
 *
 * Returns {outcome, reasons, direct_until} as the endpoint does, or {errors}. Throws when
 * aborted, and when the answer cannot be understood.
 */
export async function preview(url, body, signal) {
  const response = await post(url, body, signal);
  if (response.ok) return response.json();
  return { errors: await errorsOf(response) };
}

function post(url, body, signal) {
  return fetch(url, {
    method: "POST",
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "X-CSRFToken": TOKEN,
    },
    body: JSON.stringify(body),
    credentials: "same-origin",
    cache: "no-store",
    signal,
  });
}

async function cancelAnswer(response) {
  switch (response.status) {
    case 200:
      return { kind: "requested", requests: arrayOf(await response.json()) };
    case 204:
      return { kind: "cancelled" };
    case 401:
      return { kind: "logged-out" };
    case 403:
    case 404:
      return { kind: "outdated" };
    case 429:
    case 503:
      return { kind: "later", seconds: secondsOf(response.headers.get("Retry-After")) };
    case 400:
    case 406:
    case 413:
    case 415:
      return { kind: "refused", errors: await errorsOf(response) };
    default:
      return { kind: "unknown" };
  }
}

function arrayOf(value) {
  if (!Array.isArray(value)) throw new TypeError("Expected a list of requests.");
  return value;
}

/** The answer's {field: [message, …]} as pairs; a bare text such as error_code is for programs. */
async function errorsOf(response) {
  const fields = Object.entries(await response.json());
  return fields.flatMap(([field, messages]) =>
    Array.isArray(messages) ? messages.map((message) => [field, message]) : [],
  );
}

/** A Retry-After header, which is a number of seconds or a date, as whole seconds. */
function secondsOf(header) {
  if (!header) return null;
  const seconds = /^\d+$/.test(header) ? Number(header) : (Date.parse(header) - Date.now()) / 1000;
  return Number.isFinite(seconds) ? Math.max(1, Math.ceil(seconds)) : null;
}
