// The panel of the sample day: its clock, pause, next event and speed; hidden when nobody plays a day.
import { make } from "./dom.js";
import { dayParts, showAs, timeOf } from "./moment.js";
import { steer } from "./server.js";

const SPEEDS = [60, 240, 960];
const TICK = 250; // milliseconds between two looks at the clock
const PAUSE = "M4 3h3v10H4zM9 3h3v10H9z";
const PLAY = "M4 3l9 5-9 5z";

export class Day {
  constructor() {
    this.panel = document.getElementById("day");
    this.now = document.getElementById("now");
    this.next = document.getElementById("next");
    this.pause = document.getElementById("pause");
    this.skip = document.getElementById("skip");
    this.speeds = document.getElementById("speeds");
    this.beside = document.getElementById("beside");
    this.state = null;
    this.pause.addEventListener("click", () => this.steer({ do: this.state.paused ? "resume" : "pause" }));
    this.skip.addEventListener("click", () => this.steer({ do: "next" }));
    this.speeds.addEventListener("change", (event) => this.steer({ do: "speed", speed: Number(event.target.value) }));
    setInterval(() => this.tick(), TICK);
  }

  show(state) {
    this.state = state;
    this.seen = performance.now();
    this.panel.hidden = !state;
    showAs(state && state.now);
    this.beside.hidden = !state?.beside;
    if (state?.beside) [this.beside.textContent, this.beside.href] = state.beside;
    if (!state) return;
    this.next.textContent = state.next === null ? "The day is over" : `Next: ${state.next}`;
    this.next.title = state.next ?? "";
    this.skip.disabled = state.next === null;
    this.pause.querySelector("path").setAttribute("d", state.paused ? PLAY : PAUSE);
    this.pause.querySelector("span").textContent = state.paused ? "Resume" : "Pause";
    this.showSpeeds(state);
    this.tick();
  }

  showSpeeds(state) {
    const speeds = [...new Set([...(state.speeds ?? SPEEDS), state.speed])].sort((a, b) => a - b);
    if (this.speeds.dataset.choices !== speeds.join()) {
      this.speeds.dataset.choices = speeds.join();
      for (const label of this.speeds.querySelectorAll("label")) label.remove();
      this.speeds.append(...speeds.map(choice));
    }
    for (const input of this.speeds.querySelectorAll("input")) input.checked = Number(input.value) === state.speed;
  }

  tick() {
    if (!this.state) return;
    const passed = this.state.paused ? 0 : (performance.now() - this.seen) * this.state.speed;
    const moment = Date.parse(this.state.now) + passed;
    const [weekday, date, year] = dayParts(moment);
    const time = timeOf(moment);
    if (this.now.dateTime === `${year} ${date} ${time}`) return;
    this.now.dateTime = `${year} ${date} ${time}`;
    const roomy = (text) => make("span", { className: "roomy" }, text);
    this.now.replaceChildren(roomy(`${weekday} `), date, roomy(` ${year}`), ` · ${time}`);
  }

  async steer(what) {
    try {
      this.show(await steer(what));
    } catch {
      this.show(this.state); // the page already says that the connection is lost
    }
  }
}

function choice(speed) {
  const input = make("input", { type: "radio", name: "speed", value: speed, ariaLabel: `${speed} times faster` });
  return make("label", { title: `${speed} times faster than life` }, input, make("span", {}, `${speed}×`));
}
