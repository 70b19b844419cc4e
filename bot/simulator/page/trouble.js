// The panel of faults: what is to go wrong for the bot's next calls, and whether Telegram's limits are on.
import { make } from "./dom.js";
import { clearFaults, limit, order, pay, troubles } from "./server.js";

const LOOK = 1_000; // milliseconds between two looks at what is still in waiting

const KINDS = {
  too_many_requests: ["429: too many requests", ["retry_after", "Seconds to wait", 5]],
  forbidden: ["403: blocked by the user"],
  bad_request: ["400: chat not found"],
  internal_error: ["500: Telegram itself fails"],
  bad_gateway: ["502 with a page of HTML"],
  answer_lost: ["Done, but the answer is lost"],
  connection_reset: ["Connection cut, nothing done"],
  late: ["Done, answered late", ["seconds", "Seconds late", 3]],
  stalled: ["Nothing comes back for an hour"],
};

const METHODS = ["sendMessage", "editMessageText", "answerCallbackQuery", "deleteMessage", "getUpdates"];

export class Trouble {
  constructor(columns) {
    this.columns = columns;
    this.button = document.getElementById("trouble");
    this.panel = document.getElementById("panel");
    this.form = document.getElementById("order");
    this.bounds = document.getElementById("bounds");
    this.form.kind.append(...Object.entries(KINDS).map(([kind, [words]]) => make("option", { value: kind }, words)));
    this.form.method.append(make("option", { value: "" }, "any"), ...METHODS.map((name) => make("option", { value: name }, name)));
    this.form.method.value = "sendMessage";
    this.listen();
    this.offerExtra();
    this.look();
    setInterval(() => this.open && this.look(), LOOK);
  }

  get open() {
    return !this.panel.hidden;
  }

  listen() {
    this.button.addEventListener("click", () => this.toggle());
    this.panel.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      this.toggle();
      this.button.focus();
    });
    this.form.kind.addEventListener("change", () => this.offerExtra());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.act(() => order(this.wanted()));
    });
    document.getElementById("clear").addEventListener("click", () => {
      this.form.kind.focus(); // the button is about to vanish
      this.act(clearFaults);
    });
    this.bounds.addEventListener("submit", (event) => event.preventDefault());
    this.bounds.limits.addEventListener("change", () => this.act(() => limit(this.bounds.limits.checked ? "telegram" : "none")));
    this.bounds.stars.addEventListener("change", () => this.act(() => pay(Number(this.bounds.stars.value))));
  }

  toggle() {
    this.panel.hidden = this.open;
    this.button.setAttribute("aria-expanded", String(this.open));
    if (!this.open) return;
    this.offerChats();
    this.look();
    this.form.kind.focus();
  }

  offerExtra() {
    const [, extra] = KINDS[this.form.kind.value];
    const field = this.form.querySelector(".extra");
    field.hidden = !extra;
    if (!extra) return;
    field.querySelector("span").textContent = extra[1];
    this.form.extra.value = extra[2];
  }

  offerChats() {
    const chats = [...this.columns.values()].map(({ id, people }) => make("option", { value: id }, people.reader));
    const kept = this.form.chat.value;
    this.form.chat.replaceChildren(make("option", { value: "" }, "any"), ...chats);
    if (this.columns.has(Number(kept))) this.form.chat.value = kept;
  }

  wanted() {
    const { kind, method, chat, times, extra } = this.form;
    const [, more] = KINDS[kind.value];
    return {
      kind: kind.value,
      times: Number(times.value),
      ...(method.value && { method: method.value }),
      ...(chat.value && { chat: Number(chat.value) }),
      ...(more && { [more[0]]: Number(extra.value) }),
    };
  }

  async act(deed) {
    const wrong = this.form.querySelector(".wrong");
    try {
      this.show(await deed());
      wrong.textContent = "";
    } catch (fault) {
      wrong.textContent = fault.message;
    }
  }

  async look() {
    try {
      this.show(await troubles());
    } catch {
      // the page already says that the connection is lost
    }
  }

  show({ faults, limits, stars }) {
    this.panel.querySelector("ul").replaceChildren(...faults.map((fault) => make("li", {}, ...this.told(fault))));
    this.panel.querySelector(".none").hidden = faults.length > 0;
    document.getElementById("clear").hidden = faults.length === 0;
    const badge = this.button.querySelector(".count");
    badge.hidden = faults.length === 0;
    badge.textContent = String(faults.length);
    this.button.setAttribute("aria-label", faults.length ? `Faults, ${faults.length} in waiting` : "Faults");
    this.bounds.limits.checked = limits.per_second !== null;
    if (document.activeElement !== this.bounds.stars) this.bounds.stars.value = stars;
  }

  told({ kind, method, chat, times }) {
    const who = chat === null ? "" : ` · ${this.columns.get(chat)?.people.reader ?? chat}`;
    const often = times === null ? "always" : times === 1 ? "once" : `${times} times`;
    const words = KINDS[kind]?.[0] ?? "by a test";
    const call = METHODS.find((name) => name.toLowerCase() === method) ?? method ?? "any call";
    return [make("strong", {}, words), make("span", {}, `${call}${who} · ${often}`)];
  }
}
