/* One day at a time: who is open, and where each bus drives. One layer per bus and date. */
const busNames = [...new Set(data.busDays.map((day) => day.vehicle))];
const busDays = data.busDays.map((day) => {
  const layer = L.layerGroup();
  day.legs.forEach((leg, row) => {
    const dash = ["", "8 5", "2 5", "10 4 2 4"][busNames.indexOf(day.vehicle) % 4];
    const line = L.polyline([leg.from, leg.to], { pane: "routes", color: "#00695c", weight: 3, opacity: 0.8, dashArray: dash || null });
    line.bindPopup(() => {
      const box = element("div");
      box.append(element("h2", `${day.vehicle}, ${day.label}`), rows([
        ["Tur", `${row + 1} av ${day.legs.length}`], ["Kjører", `${leg.depart}–${leg.arrive}`],
        ["Tid og vei", `${leg.minutes} min, ${nb(leg.km)} km`]]), element("p", "Rett strek; bussen følger veiene.", "sub"));
      return box;
    });
    layer.addLayer(line);
  });
  return Object.assign(layer, { day });
});
const busLayer = L.layerGroup();

function dayText(day, buses) {
  const open = new Set(day.open.map(([row]) => row));
  const names = [...new Set(buses.map((layer) => layer.day.vehicle))];
  return `${open.size} åpne` + (names.length ? `; ${names.join(", ")} er ute` : "");
}

function showDay(number) {
  const day = data.days[number - 1];
  const open = day ? new Map(day.open) : null;
  const chosen = busDays.filter((layer) => !day || layer.day.date === day.date);
  busLayer.clearLayers();
  chosen.forEach((layer) => busLayer.addLayer(layer));
  show(busLayer, Boolean(day) || byId("routes").checked);
  stationMarks.forEach((mark, row) => {
    mark.setOpacity(!open || open.has(row) ? 1 : 0.22);
    mark.unbindTooltip();
    if (open && open.has(row) && mark.station.vehicles.length) {
      mark.bindTooltip(element("span", open.get(row)), { permanent: true, direction: "right", offset: [10, 0], className: "hours" });
    }
  });
  byId("day").value = byId("day-slider").value = String(number);
  byId("day-before").disabled = number === 0;
  byId("day-after").disabled = number === data.days.length;
  byId("day-text").textContent = day ? `${dayText(day, chosen)}. De som er stengt, er bleke.` : "";
}

function readyDays() {
  if (!data.days.length) { return; }
  byId("day-box").hidden = false;
  const choice = byId("day");
  choice.append(new Option("Hele perioden", "0"));
  data.days.forEach((day, row) => {
    const buses = busDays.filter((layer) => layer.day.date === day.date);
    choice.append(new Option(`${day.label} – ${dayText(day, buses)}`, String(row + 1)));
  });
  byId("day-slider").max = String(data.days.length);
  const current = () => Number(choice.value);
  choice.addEventListener("change", () => showDay(current()));
  byId("day-slider").addEventListener("input", (event) => showDay(Number(event.target.value)));
  byId("day-before").addEventListener("click", () => showDay(Math.max(0, current() - 1)));
  byId("day-after").addEventListener("click", () => showDay(Math.min(data.days.length, current() + 1)));
}
