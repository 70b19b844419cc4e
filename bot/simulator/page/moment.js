// Moments as the page shows them: in the sample day's own zone, or in the browser's when nobody plays a day.

const zone = { ahead: null }; // milliseconds ahead of UTC; null: the browser's zone

/** Show moments in the zone of this ISO 8601 moment; null for the browser's. */
export function showAs(iso) {
  zone.ahead = iso === null ? null : offset(iso);
}

/** "19:41" */
export function timeOf(moment) {
  return format(moment, { hour: "2-digit", minute: "2-digit" });
}

/** "21 September 2019" */
export function dateOf(moment) {
  return format(moment, { day: "numeric", month: "long", year: "numeric" });
}

/** "Sat", "21 Sept", "2019" */
export function dayParts(moment) {
  return [{ weekday: "short" }, { day: "numeric", month: "short" }, { year: "numeric" }].map((part) => format(moment, part));
}

function format(moment, parts) {
  const at = new Date(moment).getTime();
  if (zone.ahead === null) return new Intl.DateTimeFormat("en-GB", parts).format(at);
  return new Intl.DateTimeFormat("en-GB", { ...parts, timeZone: "UTC" }).format(at + zone.ahead);
}

function offset(iso) {
  const found = /([+-])(\d\d):(\d\d)$/.exec(iso);
  if (!found) return 0;
  const ahead = (Number(found[2]) * 60 + Number(found[3])) * 60_000;
  return found[1] === "-" ? -ahead : ahead;
}
