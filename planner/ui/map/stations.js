/* Stations as marks of their own: shape and letter say the kind, colour only helps. */
import { button, element, rows, w } from "./text.js";

export function symbol(plan, kind, extra) {
  const box = element("span", null, "symbol");
  /* The markup is made of constants of ours; the letter is one of ours too. */
  box.innerHTML = `<svg viewBox="0 0 24 24" fill="${kind.colour}" stroke="#fff" stroke-width="1.6" aria-hidden="true">${plan.shapes[kind.shape]}</svg>`;
  box.append(element("b", kind.letter));
  if (extra) { box.append(element("em", extra)); }
  return box;
}

function badge(view, station) {
  if (view.data.locked.includes(station.id)) { return "L"; }
  if (view.data.forbidden.includes(station.id)) { return "×"; }
  return station.today === false && station.kind === "fixed" ? "+" : "";
}

function popup(view, station) {
  const kind = view.plan.kinds[station.kind];
  const box = element("div");
  box.append(element("h3", station.name), rows([
    [w("kind"), w(`kind_${station.kind}`) + (station.vehicles.length ? ` (${station.vehicles.join(", ")})` : "")],
    [w("address"), station.address], [w("open"), station.hours.join("\n")], [w("crew"), w("present", { n: station.crew })],
    [w("accessible"), station.accessible], [w("set_aside"), station.setAside.join("\n")],
    [w("today_head"), station.today === null ? "" : w(station.today ? "also_today" : "new_in_plan")],
  ]));
  const acts = element("p", null, "acts");
  acts.append(button(w("reach"), () => view.act("reach", station.id)));
  if (view.data.edit) {
    acts.append(
      button(view.data.locked.includes(station.id) ? w("unlock") : w("lock"), () => view.act("lock", station.id)),
      button(view.data.forbidden.includes(station.id) ? w("allow") : w("forbid"), () => view.act("forbid", station.id)),
      button(w("remove"), () => view.act("remove", station.id)),
    );
  }
  box.append(acts);
  return box;
}

export function drawStations(L, view) {
  view.stations.clearLayers();
  view.marks = view.plan.stations.map((station) => {
    const kind = view.plan.kinds[station.kind];
    const icon = L.divIcon({ className: "station", html: symbol(view.plan, kind, badge(view, station)), iconSize: [24, 24] });
    const title = `${station.name} (${w(`kind_${station.kind}`).toLowerCase()})`;
    const mark = L.marker(station.at, { icon, title, alt: title, draggable: view.data.edit, riseOnHover: true });
    mark.station = station;
    mark.home = L.latLng(station.at);
    mark.bindPopup(() => popup(view, station), { maxWidth: 320 });
    mark.on("popupopen", () => view.pick("station", station.id));
    mark.on("dragend", () => {
      const at = mark.getLatLng();
      view.act("move", station.id, { lat: at.lat, lon: at.lng });
    });
    view.stations.addLayer(mark);
    return mark;
  });
  view.plan.closed.forEach((place) => {
    const shut = element("span", null, "symbol shut");
    shut.append(element("b", "×"));
    const icon = L.divIcon({ className: "station", html: shut, iconSize: [18, 18] });
    const title = w("not_in_plan_title", { name: place.name });
    const mark = L.marker(place.at, { icon, title, alt: title, zIndexOffset: -500 });
    mark.bindPopup(() => {
      const box = element("div");
      box.append(element("h3", place.name), element("p", w("not_in_plan"), "sub"));
      return box;
    });
    view.stations.addLayer(mark);
  });
  spread(L, view);
}

/* Places that could be stations: shown while editing, and where the reader asks why they are not. */
export function drawCandidates(L, view) {
  view.candidates.clearLayers();
  if (!view.data.edit && !(view.data.others && view.on.others)) { return; }
  const used = new Set(view.plan.stations.map((station) => station.id.replace(/-b$/, "")));
  view.ground.sites.filter((site) => !used.has(site.id)).forEach((site) => {
    const forbidden = view.data.forbidden.includes(site.id);
    /* An element, not a circle on the canvas: it is reached by keyboard. */
    const icon = L.divIcon({ className: forbidden ? "candidate barred" : "candidate", html: "", iconSize: [14, 14] });
    const mark = L.marker(site.at, { icon, title: site.name, alt: site.name, zIndexOffset: -400 });
    mark.bindPopup(() => {
      const box = element("div");
      const acts = element("p", null, "acts");
      if (view.data.edit) { acts.append(
        button(w("add"), () => view.act("add", site.id)),
        button(view.data.locked.includes(site.id) ? w("unlock") : w("lock"), () => view.act("lock", site.id)),
        button(forbidden ? w("allow") : w("forbid"), () => view.act("forbid", site.id)),
      ); }
      box.append(element("h3", site.name), rows([[w("address"), site.address], [w("accessible"), site.accessible], [w("in_plan"), w("no")]]), acts);
      return box;
    });
    if (view.data.others) { mark.on("popupopen", () => view.pick("site", site.id)); }
    view.candidates.addLayer(mark);
  });
}

/* Push overlapping marks apart on the screen; a thin line leads back to the true place. */
export function spread(L, view) {
  const gap = 21;
  const places = view.marks.map((mark) => view.map.latLngToLayerPoint(mark.home));
  const at = places.map((place, row) => L.point(place.x + 0.01 * (row % 7), place.y + 0.01 * (row % 5)));
  for (let round = 0; round < 60; round += 1) {
    let moved = false;
    for (let i = 0; i < at.length; i += 1) {
      for (let j = i + 1; j < at.length; j += 1) {
        const step = at[j].subtract(at[i]);
        const distance = Math.hypot(step.x, step.y) || 0.01;
        if (distance < gap) {
          const push = step.multiplyBy((gap - distance) / (2.2 * distance));
          at[i] = at[i].subtract(push);
          at[j] = at[j].add(push);
          moved = true;
        }
      }
    }
    if (!moved) { break; }
  }
  view.leaders.clearLayers();
  view.marks.forEach((mark, row) => {
    mark.setLatLng(view.map.layerPointToLatLng(at[row]));
    if (at[row].distanceTo(places[row]) > 5) {
      view.leaders.addLayer(L.polyline([mark.home, mark.getLatLng()], { interactive: false, color: "#111", weight: 1.2 }));
      view.leaders.addLayer(L.circleMarker(mark.home, { interactive: false, radius: 2, color: "#111", weight: 1, fillOpacity: 1, fillColor: "#111" }));
    }
  });
}
