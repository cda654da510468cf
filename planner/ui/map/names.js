/* Names of places: each takes the nearest free room; a minor name without room is left out. */
import { element } from "./text.js";

const NUDGES = [-45, -30, -15, 0, 15, 30, 45].flatMap((y) => [-90, -60, -30, 0, 30, 60, 90].map((x) => [x, y]))
  .sort((a, b) => Math.hypot(...a) - Math.hypot(...b));

export function makeNames(L, ground) {
  return L.layerGroup(ground.names.map((place) => {
    const icon = L.divIcon({ className: `name rank${place.rank}`, html: element("span", place.name), iconSize: null });
    return Object.assign(L.marker(place.at, { icon, interactive: false, keyboard: false, zIndexOffset: -1000 }), { rank: place.rank });
  }));
}

function overlaps(a, b) {
  return Math.abs(a.x - b.x) < a.w + b.w && Math.abs(a.y - b.y) < a.h + b.h;
}

export function placeNames(view) {
  const close = view.map.getZoom() >= 12.5;
  view.map.getContainer().classList.toggle("close", close);
  const taken = view.marks.map((mark) => ({ ...view.map.latLngToLayerPoint(mark.getLatLng()), w: 12, h: 12 }));
  view.nameLayer.eachLayer((mark) => {
    if (!mark.getElement() || (mark.rank === 2 && !close)) { return; }
    const span = mark.getElement().firstChild;
    const at = view.map.latLngToLayerPoint(mark.getLatLng());
    const boxes = NUDGES.map(([x, y]) => ({ x: at.x + x, y: at.y + y, w: span.offsetWidth / 2, h: 8, nudge: [x, y] }));
    const costs = boxes.map((box) => taken.filter((other) => overlaps(box, other)).length);
    const best = costs.indexOf(Math.min(...costs));
    span.style.translate = `${boxes[best].nudge[0]}px ${boxes[best].nudge[1]}px`;
    span.style.visibility = mark.rank === 2 && costs[best] > 0 ? "hidden" : "";
    if (span.style.visibility === "") { taken.push(boxes[best]); }
  });
}
