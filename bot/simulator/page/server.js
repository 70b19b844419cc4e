// What the page says to the server and hears from it; the only module that uses the network.

/** Everything as it stands: {cursor, day, chats}. */
export async function load() {
  const response = await fetch("/page/chats");
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.json();
}

/** A reader writes into a chat. */
export function say(chat, text) {
  return post("/page/say", { chat, text });
}

/** A reader presses a button under a message. */
export function press(chat, message, data) {
  return post("/page/press", { chat, message, data });
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
  const answer = await response.json();
  if (!response.ok) throw new Error(answer.error);
  return answer;
}
