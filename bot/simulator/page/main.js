// The page from above: load the chats, follow the news, begin anew when the server did.
import { follow, load } from "./server.js";
import { ChatColumn } from "./chat.js";
import { Day } from "./day.js";
import { Tabs } from "./tabs.js";
import { Trouble } from "./trouble.js";

const MOST = 60; // columns; the server tells of no more to begin with

const columns = new Map();
const day = new Day();
const tabs = new Tabs(columns);
new Trouble(columns);
const lost = document.getElementById("lost");

function show(chats) {
  for (const chat of chats) {
    const column = columns.get(chat.id);
    if (column) {
      column.update(chat);
    } else if (columns.size < MOST) {
      const fresh = new ChatColumn(chat, columns.size, () => tabs.count(chat.id));
      columns.set(chat.id, fresh);
      document.getElementById("chats").append(fresh.element);
      tabs.add(chat, fresh);
    }
  }
}

function beginAnew(state) {
  const open = tabs.current;
  for (const column of columns.values()) column.remove();
  columns.clear();
  tabs.clear();
  day.show(state.day);
  show(state.chats);
  if (columns.has(open)) tabs.choose(open);
}

async function run() {
  let wait = 500;
  for (;;) {
    try {
      const state = await load();
      beginAnew(state);
      wait = 500;
      await follow(state.cursor, {
        news(news) {
          show(news.chats);
          columns.get(news.chat)?.hear(news);
        },
        day: (state) => day.show(state),
        connected(well) {
          lost.textContent = well ? "" : "Connection lost. Trying again…";
        },
      });
    } catch {
      lost.textContent = "Connection lost. Trying again…";
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait = Math.min(wait * 2, 5000);
    }
  }
}

run();
