// One message -> its bubble: the quotation of what it answers, the text, the time, the buttons.
import { icon, make } from "./dom.js";
import { dateOf, timeOf } from "./moment.js";
import { firstLine, formatted, webAddress } from "./format.js";

const ARROW = "M5 3h8v8h-1.6V5.7L4.1 13 3 11.9l7.3-7.3H5z";

/**
 * The message as a list item. `actions`: find(id), jump(id), say(text), press(message, data, button), copied(text);
 * `people` is {reader, bot, lang}.
 */
export function bubble(message, people, actions) {
  const item = make("li", { className: `message ${message.from_bot ? "incoming" : "outgoing"}`, tabIndex: -1 });
  item.dataset.id = message.id;
  const balloon = make("div", { className: "bubble" });
  balloon.append(make("span", { className: "unseen" }, `${message.from_bot ? people.bot : people.reader}:`));
  if (message.reply_to !== null) balloon.append(quotation(message.reply_to, people, actions));
  const text = make("div", { className: "text", lang: people.lang });
  text.append(formatted(message.text, message.entities, actions.say));
  balloon.append(text, meta(message));
  item.append(balloon);
  if (message.buttons.length) item.append(keyboard(message, actions));
  return item;
}

function quotation(id, people, actions) {
  const quoted = actions.find(id);
  const author = quoted ? (quoted.from_bot ? people.bot : people.reader) : "";
  const line = quoted ? firstLine(quoted.text) : "Deleted message";
  const quote = make(
    "button",
    { type: "button", className: "quote", disabled: !quoted, title: quoted ? "Go to the message" : "" },
    make("span", { className: "unseen" }, "In answer to "),
    make("strong", {}, author),
    make("span", { className: "line", lang: people.lang }, line),
  );
  quote.dataset.quotes = id;
  quote.addEventListener("click", () => actions.jump(id));
  return quote;
}

function meta(message) {
  const title = `${dateOf(message.at)}, ${timeOf(message.at)}`;
  const time = make("time", { dateTime: message.at, title }, timeOf(message.at));
  const edited = message.edited ? [make("span", { className: "edited" }, "edited")] : [];
  return make("span", { className: "meta" }, ...edited, time);
}

function keyboard(message, actions) {
  const rows = message.buttons.map((row) =>
    make("div", { className: "row" }, ...row.map((button) => key(button, message, actions))),
  );
  return make("div", { className: "keyboard" }, ...rows);
}

function key(button, message, actions) {
  const className = `key ${["danger", "success", "primary"].includes(button.style) ? button.style : ""}`.trim();
  const address = button.action === "url" ? webAddress(String(button.value)) : null;
  if (address) {
    const link = { className, href: address, target: "_blank", rel: "noopener noreferrer" };
    return make("a", link, make("span", {}, button.text), icon(ARROW));
  }
  const element = make("button", { type: "button", className }, make("span", {}, button.text));
  if (button.action === "callback_data") {
    element.dataset.data = button.value;
    element.addEventListener("click", () => actions.press(message.id, button.value, element));
  } else if (button.action === "copy_text") {
    element.addEventListener("click", () => actions.copied(button.value?.text ?? ""));
  } else {
    element.disabled = true;
  }
  return element;
}
