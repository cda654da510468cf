/* Districts, main roads, names and the tiles: what tells the reader where things are. */
const SURE_TURNOUT = "Valgdeltakelse";
const areaLayer = L.featureGroup();
const areaMeasures = {
  turnout: { scale: SCALES.turnout, unit: "%" },
  voters: { scale: SCALES.voters, unit: "personer" },
  before: { scale: SCALES.minutes, unit: "min" },
  after: { scale: SCALES.minutes, unit: "min" },
  change: { scale: SCALES.change, unit: "min" },
};

function districtValue(district, measure) {
  if (!district) { return null; }
  if (measure !== "change") { return district[measure]; }
  return district.before === null || district.after === null ? null : district.after - district.before;
}

data.areas.forEach((area) => {
  const district = data.districts[area.district];
  const shape = L.polygon(area.rings, { pane: "areas", weight: 1, color: "#8a949e", lineJoin: "round" });
  shape.district = district;
  shape.bindPopup(() => {
    const box = element("div");
    box.append(element("h2", area.name));
    if (district) {
      const turnout = `${nb(district.turnout)} % (${data.words.turnout}${district.municipal ? "; kommunens tall" : ""})`;
      box.append(rows([[SURE_TURNOUT, turnout], ["Minutter i snitt i dag", nb(district.before)],
        ["Minutter i snitt med planen", nb(district.after)], ["Endring", nb(districtValue(district, "change"))]]));
    }
    return box;
  });
  areaLayer.addLayer(shape);
});

function showAreas(measure) {
  const chosen = areaMeasures[measure];
  areaLayer.eachLayer((shape) => {
    const colour = chosen ? colourOf(chosen.scale, districtValue(shape.district, measure)) : "#fbfbf9";
    shape.setStyle({ fillColor: colour, fillOpacity: chosen ? 0.72 : 0.9 });
  });
  drawRamp(byId("area-legend"), `Bydeler: ${chosenText(byId("area-measure")).toLowerCase()} (${chosen ? chosen.unit : ""})`, chosen && chosen.scale);
}

/* All edges first, then all fills, so that crossings stay open. */
const roadLayer = L.layerGroup([["#9aa4ae", 4, 3], ["#ffffff", 2, 1.2]].flatMap(([color, wide, narrow]) =>
  data.roads.map((road) => L.polyline(road.line, { pane: "roads", interactive: false, color, weight: road.motorway ? wide : narrow }))));

const nameLayer = L.layerGroup(data.names.map((place) => {
  const label = element("span", place.name);
  const icon = L.divIcon({ className: `name rank${place.rank}`, html: label, iconSize: null });
  return Object.assign(L.marker(place.at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }), { rank: place.rank });
}));

/* Each name takes the nearest free room; a minor name without room is left out. */
const NUDGES = [-45, -30, -15, 0, 15, 30, 45].flatMap((y) => [-90, -60, -30, 0, 30, 60, 90].map((x) => [x, y]))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

function overlaps(a, b) {
  return Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h;
}

function placeNames() {
  const close = map.getZoom() >= 12.5;
  map.getContainer().classList.toggle("close", close);
  const taken = stationMarks.filter((mark) => map.hasLayer(mark)).map((mark) => {
    const at = map.latLngToLayerPoint(mark.getLatLng());
    return { x: at.x, y: at.y, w: 12, h: 12 };
  });
  nameLayer.eachLayer((mark) => {
    if (!mark.getElement() || (mark.rank === 2 && !close)) { return; }
    const span = mark.getElement().firstChild;
    const at = map.latLngToLayerPoint(mark.getLatLng());
    const boxes = NUDGES.map(([x, y]) => ({ x: at.x + x, y: at.y + y, w: span.offsetWidth / 2, h: 8, nudge: [x, y] }));
    const costs = boxes.map((box) => taken.filter((other) => overlaps(box, other)).length);
    const best = costs.indexOf(Math.min(...costs));
    span.style.translate = `${boxes[best].nudge[0]}px ${boxes[best].nudge[1]}px`;
    span.style.visibility = mark.rank === 2 && costs[best] > 0 ? "hidden" : "";
    if (span.style.visibility === "") { taken.push(boxes[best]); }
  });
}

function tilesFailed() {
  byId("tiles-text").textContent = "Kartverkets kart svarer ikke. Resten av kartet virker uten.";
}

tile_layer_kartverket.on("tileerror", tilesFailed);
areaLayer.addTo(map);
roadLayer.addTo(map);
nameLayer.addTo(map);
