// The messages of one chat: put in, changed, taken away; scrolled along unless the reader looks back.
import { bubble } from "./message.js";
import { calm, make } from "./dom.js";
import { dateOf } from "./moment.js";

const NEAR = 60; // pixels from the end within which the log follows what comes

export class Log {
  constructor(column, people, actions) {
    this.people = people;
    this.actions = { ...actions, find: (id) => this.messages.get(id), jump: (id) => this.jump(id) };
    this.messages = new Map();
    this.items = new Map();
    this.scroller = column.querySelector(".log");
    this.list = column.querySelector(".messages");
    this.pill = column.querySelector(".pill");
    this.atEnd = true;
    this.unseen = 0;
    this.scroller.addEventListener("scroll", () => this.scrolled(), { passive: true });
    this.pill.addEventListener("click", () => this.toEnd(calm() ? "instant" : "smooth"));
    this.observer = new ResizeObserver(() => this.follow());
    this.observer.observe(this.list);
    this.observer.observe(this.scroller);
  }

  fill(messages) {
    for (const message of messages) this.messages.set(message.id, message);
    for (const message of messages) this.append(message);
    this.markDays();
    this.toEnd("instant");
  }

  put(message) {
    const known = this.messages.get(message.id);
    this.messages.set(message.id, message);
    if (known) this.replace(message, known);
    else this.arrive(message);
  }

  drop(id) {
    this.items.get(id)?.remove();
    this.items.delete(id);
    this.messages.delete(id);
    this.requote(id);
    this.markDays();
  }

  key(id, data) {
    const keys = this.items.get(id)?.querySelectorAll(".key") ?? [];
    return [...keys].find((key) => key.dataset.data === data);
  }

  jump(id) {
    const item = this.items.get(id);
    if (!item) return;
    this.atEnd = false;
    item.scrollIntoView({ block: "center", behavior: calm() ? "instant" : "smooth" });
    item.focus({ preventScroll: true });
    flash(item);
  }

  arrive(message) {
    const item = this.append(message);
    item.classList.add("fresh");
    this.markDays();
    if (this.atEnd || !message.from_bot) this.toEnd("instant");
    else this.tellUnseen(this.unseen + 1);
  }

  append(message) {
    const item = bubble(message, this.people, this.actions);
    this.items.set(message.id, item);
    this.list.append(item);
    return item;
  }

  replace(message, known) {
    const old = this.items.get(message.id);
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.data : undefined;
    const item = bubble(message, this.people, this.actions);
    this.items.set(message.id, item);
    old.replaceWith(item);
    if (focused !== undefined) (this.key(message.id, focused) ?? item).focus({ preventScroll: true });
    if (message.text !== known.text) flash(item);
    this.requote(message.id);
    this.follow();
  }

  requote(id) {
    for (const quote of this.list.querySelectorAll(`[data-quotes="${Number(id)}"]`)) {
      const owner = Number(quote.closest(".message").dataset.id);
      const item = bubble(this.messages.get(owner), this.people, this.actions);
      this.items.get(owner).replaceWith(item);
      this.items.set(owner, item);
    }
  }

  markDays() {
    for (const mark of this.list.querySelectorAll(".date")) mark.remove();
    let last = "";
    for (const [id, item] of this.items) {
      const day = dateOf(this.messages.get(id).at);
      if (day !== last) item.before(make("li", { className: "date" }, make("span", {}, day)));
      last = day;
    }
  }

  scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (clientHeight === 0) return;
    this.atEnd = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.atEnd) this.tellUnseen(0);
  }

  follow() {
    if (this.atEnd) this.toEnd("instant");
  }

  toEnd(behavior) {
    this.atEnd = true;
    this.tellUnseen(0);
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  tellUnseen(count) {
    this.unseen = count;
    this.pill.hidden = count === 0;
    this.pill.textContent = count === 1 ? "1 new message" : `${count} new messages`;
  }

  remove() {
    this.observer.disconnect();
  }
}

function flash(item) {
  item.classList.remove("changed");
  void item.offsetWidth; // so that the animation begins again
  item.classList.add("changed");
}
