// What the page says to the server and hears from it; the only module that uses the network.

/** Everything as it stands: {cursor, day, chats}. */
export async function load() {
  const response = await fetch("/page/chats");
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}

/** Somebody writes into a chat; `by` whom in a group (null: the chat's own reader, or the channel). */
export function say(chat, text, by = null) {
  return post("/page/say", { chat, text, by });
}

/** Somebody presses a button under a message; `by` as above. */
export function press(chat, message, data, by = null) {
  return post("/page/press", { chat, message, data, by });
}

/** The bot's place in a chat: "block", "unblock", "kick", ... with what more is needed. */
export function stand(chat, change, more = {}) {
  return post("/script/standing", { chat, do: change, ...more });
}

/** What is to go wrong, the limits in force, and the Stars. */
export async function troubles() {
  return answered(await fetch("/script/faults"));
}

/** Order a fault: {kind, method?, chat?, times?, ...}. */
export function order(fault) {
  return post("/script/faults", fault);
}

/** Nothing goes wrong any more. */
export async function clearFaults() {
  return answered(await fetch("/script/faults", { method: "DELETE" }));
}

/** Limits as Telegram's, or none. */
export function limit(preset) {
  return post("/script/limits", { preset });
}

/** So many Stars to pay with. */
export function pay(stars) {
  return post("/script/stars", { stars });
}

/** Steer the sample day: {do: "pause" | "resume" | "next"} or {do: "speed", speed}. */
export function steer(what) {
  return post("/page/day", what);
}

/** Hear the news after a cursor; the browser reconnects by itself. Resolves when the page must begin anew. */
export function follow(cursor, { news, day, connected }) {
  return new Promise((resolve) => {
    const source = new EventSource(`/page/events?after=${encodeURIComponent(cursor)}`);
    source.addEventListener("open", () => connected(true));
    source.addEventListener("news", (event) => news(JSON.parse(event.data)));
    source.addEventListener("day", (event) => day(JSON.parse(event.data)));
    source.addEventListener("reset", () => end());
    source.addEventListener("error", () => {
      connected(false);
      if (source.readyState === EventSource.CLOSED) end();
    });
    function end() {
      source.close();
      resolve();
    }
  });
}

async function post(path, body) {
  const response = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return answered(response);
}

async function answered(response) {
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
