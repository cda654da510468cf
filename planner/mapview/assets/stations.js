/* Stations: shape and letter say the kind, colour only helps. Marks that would hide each other are moved apart. */
const SHAPES = data.shapes;
const kindLayers = {};
const leaderLayer = L.layerGroup();
const closedLayer = L.layerGroup();
const stationMarks = [];

/* The markup is made of our own constants; the letter is one of ours. */
function symbol(kind, isNew) {
  const box = element("span", null, "symbol");
  box.innerHTML = `<svg viewBox="0 0 24 24" fill="${kind.colour}" stroke="#fff" stroke-width="1.6" aria-hidden="true">${SHAPES[kind.shape]}</svg>`;
  box.append(element("b", kind.letter));
  if (isNew) { box.append(element("em", "+")); }
  return box;
}

function closedSymbol() {
  const box = element("span", null, "symbol shut");
  box.append(element("b", "×"));
  return box;
}

function stationPopup(station) {
  const kind = data.kinds[station.kind];
  const box = element("div");
  box.append(element("h2", station.name), rows([
    ["Slag", kind.label + (station.vehicles.length ? ` (${station.vehicles.join(", ")})` : "")],
    ["Adresse", station.address],
    ["Åpent", station.hours.join("\n")],
    ["Bemanning", `${station.crew} til stede`],
    ["Tilgjengelig for alle", station.accessible],
    ["Fraveket med begrunnelse", station.setAside.join("\n")],
    ["For", station.public ? "" : "bare dem som bor eller er der"],
    ["I dag", station.today === null ? "" : station.today ? "brukes også i dag" : "nytt i planen"],
  ]));
  return box;
}

data.stations.forEach((station) => {
  const kind = data.kinds[station.kind];
  const isNew = station.today === false && station.kind === "fixed";
  const icon = L.divIcon({ className: "station", html: symbol(kind, isNew), iconSize: [24, 24] });
  const mark = L.marker(station.at, { icon, title: `${station.name} (${kind.label.toLowerCase()})`, alt: station.name });
  mark.bindPopup(() => stationPopup(station), { maxWidth: 320 });
  mark.station = station;
  mark.home = L.latLng(station.at);
  stationMarks.push(mark);
  kindLayers[station.kind] = kindLayers[station.kind] || L.layerGroup().addTo(map);
  kindLayers[station.kind].addLayer(mark);
});
data.closed.forEach((place) => {
  const icon = L.divIcon({ className: "station", html: closedSymbol(), iconSize: [18, 18] });
  const mark = L.marker(place.at, { icon, title: `${place.name} (brukes i dag, ikke i planen)`, zIndexOffset: -500 });
  mark.bindPopup(() => {
    const box = element("div");
    box.append(element("h2", place.name), rows([["Adresse", place.address]]), element("p", "Brukes i dag, ikke i planen.", "sub"));
    return box;
  });
  closedLayer.addLayer(mark);
});

/* Push overlapping marks apart on the screen; a thin line leads back to the true place. */
function spread() {
  const gap = 21;
  const places = stationMarks.map((mark) => map.latLngToLayerPoint(mark.home));
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
  leaderLayer.clearLayers();
  stationMarks.forEach((mark, row) => {
    mark.setLatLng(map.layerPointToLatLng(at[row]));
    if (map.hasLayer(mark) && at[row].distanceTo(places[row]) > 5) {
      leaderLayer.addLayer(L.polyline([mark.home, mark.getLatLng()], { pane: "leaders", interactive: false, color: "#111", weight: 1.2 }));
      leaderLayer.addLayer(L.circleMarker(mark.home, { pane: "leaders", interactive: false, radius: 2, color: "#111", weight: 1, fillOpacity: 1, fillColor: "#111" }));
    }
  });
}

leaderLayer.addTo(map);
closedLayer.addTo(map);
map.on("zoomend", () => { spread(); placeNames(); });
