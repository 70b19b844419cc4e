// The foot of a chat: Start, the box to type in, and the command menu above it.
import { make } from "./dom.js";

export class Composer {
  constructor(column, id, say) {
    this.say = say;
    this.foot = column.querySelector(".foot");
    this.form = column.querySelector(".composer");
    this.box = column.querySelector("textarea");
    this.menu = column.querySelector(".menu");
    this.slash = column.querySelector(".slash");
    this.keys = column.querySelector(".keys");
    this.voices = column.querySelector(".speaker");
    this.commands = [];
    this.starting = false;
    this.active = -1;
    this.menu.id = `menu-${id}`;
    this.box.setAttribute("aria-controls", this.menu.id);
    this.slash.setAttribute("aria-controls", this.menu.id);
    this.listen(column);
  }

  listen(column) {
    column.querySelector(".start").addEventListener("click", () => this.start());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.send();
    });
    this.box.addEventListener("input", () => this.typed());
    this.box.addEventListener("keydown", (event) => this.key(event));
    this.slash.addEventListener("click", () => this.toggle());
    this.foot.addEventListener("focusout", (event) => {
      if (!this.foot.contains(event.relatedTarget)) this.close();
    });
    this.menu.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
  }

  update(chat) {
    this.commands = chat.menu;
    const frozen = ["migrated", "deleted"].includes(chat.standing);
    this.foot.dataset.standing = chat.kind === "private" || frozen ? chat.standing : "active";
    const owner = chat.kind === "private" ? "The reader's chat" : `The ${chat.kind}`;
    this.foot.querySelector(".shut").textContent = `${owner} is ${chat.standing}.`;
    this.offerVoices(chat);
    this.welcome();
    this.slash.hidden = chat.menu.length === 0;
    if (!this.menu.hidden) this.open(this.matching());
  }

  /** Who speaks here: one of a group's members; null for the chat's own reader, or a channel. */
  speaker() {
    const chosen = this.voices.querySelector("select").value;
    return this.voices.hidden || !chosen ? null : Number(chosen);
  }

  offerVoices(chat) {
    const select = this.voices.querySelector("select");
    const kept = select.value;
    this.voices.hidden = !["group", "supergroup"].includes(chat.kind) || this.foot.dataset.standing !== "active";
    select.replaceChildren(...chat.members.map(({ id, name }) => make("option", { value: id }, name)));
    if (chat.members.some(({ id }) => String(id) === kept)) select.value = kept;
  }

  /** The buttons of the newest reply keyboard, which say their own label. */
  offerKeys(labels) {
    if (!labels.length) return;
    const keys = labels.map((label) => make("button", { type: "button" }, label));
    for (const key of keys) key.addEventListener("click", () => this.say(key.textContent));
    this.keys.replaceChildren(...keys);
    this.keys.hidden = false;
  }

  async start() {
    this.starting = await this.say("/start");
    this.welcome();
  }

  /** Into the box, as soon as both are known: that Start was sent, and that the chat has begun. */
  welcome() {
    if (!this.starting || this.foot.dataset.standing !== "active") return;
    this.starting = false;
    this.box.focus();
  }

  async send() {
    const text = this.box.value.trim();
    if (!text) return;
    this.box.value = "";
    this.close();
    if (!(await this.say(text)) && !this.box.value) this.box.value = text;
  }

  choose(command) {
    this.box.value = "";
    this.close();
    this.say(`/${command}`);
  }

  typed() {
    const matching = this.matching();
    if (matching.length) this.open(matching);
    else this.close();
  }

  matching() {
    const begun = /^\/(\S*)$/.exec(this.box.value);
    if (!begun) return this.box.value ? [] : this.commands;
    return this.commands.filter(({ command }) => command.startsWith(begun[1].toLowerCase()));
  }

  toggle() {
    if (!this.menu.hidden) return this.close();
    if (!this.box.value.startsWith("/")) this.box.value = "";
    this.box.focus();
    this.open(this.matching());
  }

  open(commands) {
    this.active = -1;
    this.menu.replaceChildren(...commands.map((command, index) => this.option(command, index)));
    this.menu.hidden = commands.length === 0;
    this.tellExpanded();
  }

  close() {
    this.active = -1;
    this.menu.hidden = true;
    this.tellExpanded();
  }

  option({ command, description }, index) {
    const name = make("span", { className: "name" }, `/${command}`);
    const option = make("li", { role: "option", id: `${this.menu.id}-${index}` }, name, make("span", {}, description));
    option.dataset.command = command;
    option.addEventListener("click", () => this.choose(command));
    return option;
  }

  key(event) {
    if (event.isComposing) return;
    const options = this.menu.hidden ? [] : [...this.menu.children];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && options.length) this.move(options, step);
    else if (event.key === "Escape" && options.length) this.close();
    else if (event.key === "Tab" && !event.shiftKey && this.active >= 0) this.complete(options[this.active]);
    else if (event.key === "Enter" && !event.shiftKey) this.enter(options);
    else return;
    event.preventDefault();
  }

  enter(options) {
    if (this.active >= 0) this.choose(options[this.active].dataset.command);
    else this.send();
  }

  complete(option) {
    this.box.value = `/${option.dataset.command} `;
    this.close();
  }

  move(options, step) {
    const start = this.active < 0 && step < 0 ? 0 : this.active;
    this.active = (start + step + options.length) % options.length;
    options.forEach((option, index) => option.setAttribute("aria-selected", String(index === this.active)));
    options[this.active].scrollIntoView({ block: "nearest" });
    this.box.setAttribute("aria-activedescendant", options[this.active].id);
  }

  tellExpanded() {
    for (const element of [this.box, this.slash]) element.setAttribute("aria-expanded", String(!this.menu.hidden));
    this.box.removeAttribute("aria-activedescendant");
  }
}
