// Text and its entities -> nodes. Offsets are UTF-16 units, which is how JavaScript counts too.
import { make } from "./dom.js";

const TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

/** The formatted text as a fragment; `say` is called with a command that is tapped. */
export function formatted(text, entities, say) {
  const fragment = document.createDocumentFragment();
  const sorted = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fragment.append(...stretch(text, 0, text.length, sorted, say));
  return fragment;
}

/** The first line, for the quotation of a message. */
export function firstLine(text) {
  return text.split("\n", 1)[0];
}

function stretch(text, start, end, entities, say) {
  const nodes = [];
  let at = start;
  let index = 0;
  while (index < entities.length) {
    const outer = entities[index];
    const from = Math.max(outer.offset, at);
    const to = Math.min(outer.offset + outer.length, end);
    let next = index + 1;
    while (next < entities.length && entities[next].offset < to) next += 1;
    if (from < to) {
      if (at < from) nodes.push(text.slice(at, from));
      const inner = stretch(text, from, to, entities.slice(index + 1, next), say);
      nodes.push(element(outer, text.slice(from, to), inner, say));
      at = to;
    }
    index = next;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function element(entity, words, inner, say) {
  if (TAGS[entity.type]) return make(TAGS[entity.type], {}, ...inner);
  switch (entity.type) {
    case "text_link":
      return link(entity.url, inner);
    case "url":
      return link(words, inner);
    case "email":
      return make("a", { href: `mailto:${words}` }, ...inner);
    case "bot_command":
      return make("button", { type: "button", className: "command", onclick: () => say(words) }, ...inner);
    case "spoiler":
      return spoiler(inner);
    default:
      return make("span", {}, ...inner);
  }
}

/** The address when it is one of the web; null for any other scheme. */
export function webAddress(url) {
  try {
    const address = new URL(url.includes("://") ? url : `http://${url}`);
    return ["http:", "https:"].includes(address.protocol) ? address.href : null;
  } catch {
    return null;
  }
}

function link(url, inner) {
  const href = webAddress(url);
  if (href === null) return make("span", {}, ...inner);
  return make("a", { href, target: "_blank", rel: "noopener noreferrer" }, ...inner);
}

function spoiler(inner) {
  const words = make("span", { className: "spoiler-words" }, ...inner);
  const hidden = make("span", { className: "spoiler", role: "button", tabIndex: 0, ariaLabel: "Hidden text" }, words);
  words.inert = true;
  function reveal(event) {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    words.inert = false;
    hidden.classList.add("revealed");
    for (const name of ["role", "tabindex", "aria-label"]) hidden.removeAttribute(name);
    hidden.removeEventListener("click", reveal);
    hidden.removeEventListener("keydown", reveal);
  }
  hidden.addEventListener("click", reveal);
  hidden.addEventListener("keydown", reveal);
  return hidden;
}
