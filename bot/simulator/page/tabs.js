// On a phone one chat at a time: a tab for each, with the count of what came unseen.
import { make } from "./dom.js";

const narrow = matchMedia("(max-width: 759px)"); // the same as in chat.css

export class Tabs {
  constructor(columns) {
    this.columns = columns;
    this.list = document.getElementById("tabs");
    this.tabs = new Map();
    this.counts = new Map();
    this.current = undefined;
    this.list.addEventListener("keydown", (event) => this.key(event));
    narrow.addEventListener("change", () => {
      if (!narrow.matches) for (const id of this.tabs.keys()) this.tell(id, 0);
    });
  }

  add(chat, column) {
    const short = chat.name.split(" ", 1)[0];
    const tab = make("button", { type: "button", role: "tab" }, make("span", { className: "short" }, short));
    tab.append(make("span", { className: "count", hidden: true }));
    tab.setAttribute("aria-controls", column.element.id);
    tab.addEventListener("click", () => this.choose(chat.id));
    this.tabs.set(chat.id, tab);
    this.list.append(tab);
    tab.dataset.name = chat.name;
    this.tell(chat.id, 0);
    this.choose(this.current ?? chat.id);
  }

  choose(id) {
    this.current = id;
    for (const [each, tab] of this.tabs) {
      tab.setAttribute("aria-selected", String(each === id));
      tab.tabIndex = each === id ? 0 : -1;
      this.columns.get(each)?.element.classList.toggle("current", each === id);
    }
    this.tell(id, 0);
  }

  count(id) {
    if (narrow.matches && id !== this.current) this.tell(id, (this.counts.get(id) ?? 0) + 1);
  }

  tell(id, count) {
    const tab = this.tabs.get(id);
    const badge = tab.querySelector(".count");
    this.counts.set(id, count);
    badge.hidden = count === 0;
    badge.textContent = String(count);
    tab.setAttribute("aria-label", count ? `${tab.dataset.name}, ${count} unread` : tab.dataset.name);
  }

  key(event) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const ids = [...this.tabs.keys()];
    const next = ids[(ids.indexOf(this.current) + step + ids.length) % ids.length];
    this.choose(next);
    this.tabs.get(next).focus();
    event.preventDefault();
  }

  clear() {
    this.tabs.clear();
    this.counts.clear();
    this.list.replaceChildren();
    this.current = undefined;
  }
}
