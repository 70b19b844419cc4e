// The menu in a chat's head: how the bot stands in it, changed as its people could change it.
import { make } from "./dom.js";
import { stand } from "./server.js";

const WORDS = {
  block: "Block the bot",
  unblock: "Unblock the bot",
  deactivate: "Delete the account",
  add: "Add the bot",
  promote: "Make the bot administrator",
  demote: "Take the bot's rights",
  restrict: "Forbid the bot to write",
  kick: "Kick the bot",
  migrate: "Make it a supergroup",
  delete: "Delete the chat",
};

const SUPERGROUP = -1_000_000_000_000; // numbers of supergroups lie below this one

export class Place {
  constructor(column, failed) {
    this.button = column.querySelector(".more");
    this.menu = column.querySelector(".place");
    this.failed = failed;
    this.menu.id = `${column.id}-place`;
    this.button.setAttribute("aria-controls", this.menu.id);
    this.button.addEventListener("click", () => this.show(this.menu.hidden));
    this.menu.addEventListener("keydown", (event) => this.key(event));
    column.querySelector(".head").addEventListener("focusout", (event) => {
      if (!column.querySelector(".head").contains(event.relatedTarget)) this.show(false);
    });
  }

  update(chat) {
    this.button.setAttribute("aria-label", `The bot in ${chat.name}`);
    this.button.title = "How the bot stands here";
    const changes = possible(chat);
    this.button.hidden = changes.length === 0;
    this.menu.replaceChildren(...changes.map((change) => this.item(chat, change)));
  }

  item(chat, change) {
    const button = make("button", { type: "button", role: "menuitem" }, WORDS[change]);
    button.addEventListener("click", () => this.change(chat, change));
    return make("li", { role: "none" }, button);
  }

  async change(chat, change) {
    this.show(false);
    this.button.focus();
    try {
      await stand(chat.id, change, change === "migrate" ? { to: SUPERGROUP + chat.id } : {});
    } catch (fault) {
      this.failed(fault);
    }
  }

  show(open) {
    this.menu.hidden = !open;
    this.button.setAttribute("aria-expanded", String(open));
    if (open) this.menu.querySelector("button")?.focus();
  }

  key(event) {
    const items = [...this.menu.querySelectorAll("button")];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      this.show(false);
      this.button.focus();
    } else if (step) {
      items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    } else {
      return;
    }
    event.preventDefault();
  }
}

function possible({ kind, standing, administrator }) {
  if (kind === "private") {
    return { active: ["block", "deactivate"], blocked: ["unblock", "deactivate"] }[standing] ?? [];
  }
  if (["left", "kicked"].includes(standing)) return ["add", "delete"];
  if (standing === "restricted") return ["promote", "kick", "delete"];
  if (standing !== "active") return [];
  const group = kind === "group" ? ["migrate"] : [];
  const quiet = kind === "channel" ? [] : ["restrict"];
  return [administrator ? "demote" : "promote", ...quiet, "kick", ...group, "delete"];
}
