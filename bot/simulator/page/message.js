// One message -> its bubble: the quotation of what it answers, the text, the time, the buttons.
import { icon, make } from "./dom.js";
import { dateOf, timeOf } from "./moment.js";
import { firstLine, formatted, webAddress } from "./format.js";

const PIN = "M8 1a5 5 0 0 1 5 5c0 3.4-5 9-5 9S3 9.4 3 6a5 5 0 0 1 5-5zm0 3.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z";
const ARROW = "M5 3h8v8h-1.6V5.7L4.1 13 3 11.9l7.3-7.3H5z";

/**
 * The message as a list item. `actions`: find(id), jump(id), say(text), press(message, data, button), copied(text);
 * `people` is {reader, bot, lang, kind, names, topics}; the last two are maps of a group's members and a forum's topics.
 */
export function bubble(message, people, actions) {
  if (!message.text && !message.extra.location && !message.extra.photo) return notice(message, people);
  const item = make("li", { className: `message ${message.from_bot ? "incoming" : "outgoing"}`, tabIndex: -1 });
  item.dataset.id = message.id;
  const balloon = make("div", { className: "bubble" });
  const shared = people.kind === "group" || people.kind === "supergroup";
  balloon.append(make("span", { className: shared ? "author" : "unseen" }, `${author(message, people)}${shared ? "" : ":"}`));
  if (people.topics.has(message.thread)) balloon.append(make("span", { className: "topic" }, people.topics.get(message.thread)));
  if (message.reply_to !== null) balloon.append(quotation(message.reply_to, people, actions));
  const text = make("div", { className: "text", lang: people.lang });
  if (message.extra.location) text.append(point(message.extra.location));
  else text.append(...picture(message.extra), formatted(message.text, message.entities, actions.say));
  balloon.append(text, meta(message));
  item.append(balloon);
  if (message.buttons.length) item.append(keyboard(message, actions));
  return item;
}

/** The newest pictures are kept; of an older one it is only known that there was one. */
function picture({ photo }) {
  if (!photo) return [];
  const image = make("img", { className: "photo", alt: "Picture", src: `/page/pictures/${encodeURIComponent(photo[0].file_id)}` });
  image.addEventListener("error", () => image.replaceWith(make("span", { className: "picture" }, "Picture")));
  return [image];
}

function author(message, people) {
  return message.from_bot ? people.bot : (people.names.get(message.by) ?? people.reader);
}

function point({ latitude, longitude }) {
  return make("span", { className: "point" }, icon(PIN), `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`);
}

/** What happened in a group, in the middle of the log. */
function notice({ id, extra }, people) {
  const words = {
    new_chat_members: () => `${people.bot} joined`,
    forum_topic_created: (topic) => `Topic “${topic.name}” opened`,
    migrate_to_chat_id: () => "The group became a supergroup",
    migrate_from_chat_id: () => "This was a group before",
  };
  const [kind, what] = Object.entries(extra)[0] ?? ["", null];
  const item = make("li", { className: "message service", tabIndex: -1 }, make("span", {}, words[kind]?.(what) ?? kind));
  item.dataset.id = id;
  return item;
}

function quotation(id, people, actions) {
  const quoted = actions.find(id);
  const line = quoted ? firstLine(quoted.text) || (quoted.extra.photo ? "Picture" : "Location") : "Deleted message";
  const quote = make(
    "button",
    { type: "button", className: "quote", disabled: !quoted, title: quoted ? "Go to the message" : "" },
    make("span", { className: "unseen" }, "In answer to "),
    make("strong", {}, quoted ? author(quoted, people) : ""),
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
