/* One day at a time: who is open, and the order in which each bus drives. */
import { button, dayText, element, fromAddress, nb, rows, toAddress, w } from "./text.js";

const DASHES = [null, "8 5", "2 5", "10 4 2 4"];

export function readyDays(L, view) {
  const box = view.dayBox;
  box.replaceChildren();
  const days = view.plan.days;
  box.hidden = !days.length;
  if (!days.length) { return; }
  const slider = element("input");
  Object.assign(slider, { type: "range", min: "0", max: String(days.length), value: "0" });
  slider.setAttribute("aria-label", w("day"));
  const text = element("span", null, "day-text");
  text.setAttribute("role", "status");
  const go = (number) => {
    const chosen = Math.min(days.length, Math.max(0, number));
    slider.value = String(chosen);
    slider.setAttribute("aria-valuetext", chosen ? dayText(days[chosen - 1].date) : w("whole_lower"));
    toAddress("dag", chosen ? days[chosen - 1].date : "", "");
    text.textContent = showDay(L, view, chosen);
  };
  slider.addEventListener("input", () => go(Number(slider.value)));
  const step = (label, by) => button(label, () => go(Number(slider.value) + by));
  box.append(element("strong", w("day")), step(w("previous"), -1), slider, step(w("next"), 1), button(w("whole"), () => go(0)), text);
  const asked = fromAddress("dag", "");
  go(days.findIndex((day) => day.date === asked) + 1);
}

function showDay(L, view, number) {
  const day = view.plan.days[number - 1];
  const open = day ? new Map(day.open) : null;
  const vehicles = [...new Set(view.plan.busDays.map((bus) => bus.vehicle))];
  view.routes.clearLayers();
  view.show(view.routes, Boolean(day));
  const out = day ? view.plan.busDays.filter((bus) => bus.date === day.date) : [];
  out.forEach((bus) => drawBus(L, view, bus, DASHES[vehicles.indexOf(bus.vehicle) % DASHES.length]));
  view.marks.forEach((mark, row) => {
    mark.setOpacity(!open || open.has(row) ? 1 : 0.25);
    mark.unbindTooltip();
    if (open && open.has(row) && mark.station.vehicles.length) {
      mark.bindTooltip(element("span", open.get(row)), { permanent: true, direction: "right", offset: [10, 0] });
    }
  });
  if (!day) { return w("whole_text"); }
  const buses = out.map((bus) => bus.vehicle);
  return `${w("day_text", { day: dayText(day.date), n: open.size })}${buses.length ? w("out", { buses: buses.join(", ") }) : ""}.`;
}

function drawBus(L, view, bus, dashArray) {
  bus.legs.forEach((leg, row) => {
    const line = L.polyline([leg.from, leg.to], { color: "#00695c", weight: 4, opacity: 0.9, dashArray });
    line.bindPopup(() => {
      const box = element("div");
      box.append(element("h3", `${bus.vehicle}, ${dayText(bus.date)}`), rows([
        [w("leg"), w("leg_of", { n: row + 1, all: bus.legs.length })], [w("drives"), `${leg.depart}–${leg.arrive}`],
        [w("time_and_way"), `${leg.minutes} min, ${nb(leg.km)} km`]]), element("p", w("straight"), "sub"));
      return box;
    });
    view.routes.addLayer(line);
    const middle = [(leg.from[0] + leg.to[0]) / 2, (leg.from[1] + leg.to[1]) / 2];
    const icon = L.divIcon({ className: "leg", html: element("span", w("leg_label", { n: row + 1, minutes: leg.minutes })), iconSize: null });
    view.routes.addLayer(L.marker(middle, { icon, interactive: false, keyboard: false }));
  });
}
