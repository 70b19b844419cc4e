// One chat as its reader sees it: head, log, notices and the box to type in.
import { Composer } from "./composer.js";
import { Log } from "./log.js";
import { Notices } from "./notices.js";
import { Place } from "./place.js";
import { press, say } from "./server.js";

const PATIENCE = 10_000; // milliseconds that a pressed button shows that it waits

export class ChatColumn {
  constructor(chat, index, heard) {
    this.element = document.getElementById("chat").content.cloneNode(true).firstElementChild;
    this.id = chat.id;
    this.heard = heard;
    this.people = { reader: chat.name, bot: chat.bot, lang: chat.lang, names: new Map(), topics: new Map() };
    this.element.id = `chat-${chat.id}`;
    this.element.dataset.hue = index % 4;
    this.notices = new Notices(this.element);
    this.log = new Log(this.element, this.people, {
      say: (text) => this.say(text),
      press: (message, data, key) => this.press(message, data, key),
      copied: (text) => this.copy(text),
    });
    this.composer = new Composer(this.element, chat.id, (text) => this.say(text));
    this.place = new Place(this.element, (fault) => this.notices.tell(`Not done: ${fault.message}`));
    this.update(chat);
    this.log.fill(chat.messages ?? []);
    for (const { keys } of chat.messages ?? []) this.composer.offerKeys(keys ?? []);
  }

  update(chat) {
    Object.assign(this.people, { reader: chat.name, bot: chat.bot, kind: chat.kind });
    for (const { id, name } of chat.members) this.people.names.set(id, name);
    for (const topic of chat.topics) this.people.topics.set(topic.message_thread_id, topic.name);
    this.element.dataset.kind = chat.kind;
    this.element.setAttribute("aria-label", chat.name);
    this.element.querySelector(".avatar").textContent = chat.name.slice(0, 1).toUpperCase();
    this.element.querySelector("h2").textContent = chat.name;
    this.element.querySelector(".log").setAttribute("aria-label", `Messages of ${chat.name}`);
    this.element.querySelector(".about h3").textContent = chat.bot;
    this.element.querySelector(".about p").textContent = chat.about;
    for (const element of this.element.querySelectorAll(".about, .status, .menu")) element.lang = chat.lang;
    this.element.querySelector(".about").hidden = chat.standing !== "never started" || !chat.about;
    this.notices.rest(line(chat));
    this.composer.update(chat);
    this.place.update(chat);
  }

  hear(news) {
    const { deed, message, answer } = news;
    if (deed === "deleted") this.log.drop(message.id);
    else if (["said", "sent", "edited"].includes(deed)) this.log.put(message);
    if (deed === "sent") this.heard();
    if (deed === "sent") this.composer.offerKeys(message.keys ?? []);
    if (deed === "sent" || deed === "edited") this.notices.typing(false);
    if (deed === "typing") this.notices.typing(true);
    if (deed === "answered") this.answered(message, news.detail, answer);
  }

  answered(message, data, answer) {
    const key = message && this.log.key(message.id, data);
    if (key) key.classList.remove("waiting");
    if (answer?.text) this.notices.tell(answer.text, { alert: answer.alert, lang: this.people.lang });
  }

  async say(text) {
    try {
      await say(this.id, text, this.composer.speaker());
      return true;
    } catch (fault) {
      this.notices.tell(`Not sent: ${fault.message}`);
      return false;
    }
  }

  async press(message, data, key) {
    if (key.classList.contains("waiting")) return;
    key.classList.add("waiting");
    setTimeout(() => key.classList.remove("waiting"), PATIENCE);
    try {
      await press(this.id, message, data, this.composer.speaker());
    } catch (fault) {
      key.classList.remove("waiting");
      this.notices.tell(`Not pressed: ${fault.message}`);
    }
  }

  async copy(text) {
    await navigator.clipboard.writeText(text);
    this.notices.tell("Copied");
  }

  remove() {
    this.log.remove();
    this.element.remove();
  }
}

/** What stands under a chat's name: the bot, or what kind of chat it is and how the bot stands in it. */
function line(chat) {
  if (chat.kind === "private") return `${chat.bot} · bot`;
  const kind = chat.forum ? "forum" : chat.kind;
  const count = chat.members.length === 1 ? "1 member" : `${chat.members.length} members`;
  const people = chat.kind === "channel" ? kind : `${kind} · ${count}`;
  return chat.standing === "active" ? people : `${people} · bot: ${chat.standing}`;
}
