// What passes over a chat: answers to a press as toasts or alerts, and "typing" in its head.
import { make } from "./dom.js";

const TOAST = 4_000; // milliseconds
const TYPING = 5_000; // how long Telegram shows a chat action

export class Notices {
  constructor(column) {
    this.column = column;
    this.toasts = column.querySelector(".toasts");
    this.dialog = column.querySelector(".notice");
    this.status = column.querySelector(".status");
    this.resting = "";
    this.timer = 0;
    this.dialog.addEventListener("close", () => column.querySelector("textarea").focus());
    this.dialog.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.dialog.close();
    });
  }

  /** What stands in the head when nobody types. */
  rest(text) {
    this.resting = text;
    if (!this.column.classList.contains("typing")) this.status.textContent = text;
  }

  typing(begun) {
    clearTimeout(this.timer);
    this.column.classList.toggle("typing", begun);
    this.status.textContent = begun ? "typing…" : this.resting;
    if (begun) this.timer = setTimeout(() => this.typing(false), TYPING);
  }

  tell(text, { alert = false, lang = "en" } = {}) {
    if (alert) this.alert(text, lang);
    else this.toast(text, lang);
  }

  toast(text, lang) {
    const toast = make("p", { className: "toast", lang }, text);
    this.toasts.append(toast);
    setTimeout(() => toast.remove(), TOAST);
  }

  alert(text, lang) {
    const own = this.column.contains(document.activeElement);
    const kept = document.activeElement;
    Object.assign(this.dialog.querySelector("p"), { textContent: text, lang });
    this.dialog.setAttribute("role", "alertdialog");
    this.dialog.setAttribute("aria-label", text);
    if (!this.dialog.open) this.dialog.show();
    if (own) this.dialog.querySelector("button").focus();
    else kept?.focus?.({ preventScroll: true });
  }
}
