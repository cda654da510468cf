/* Small tools: words, Norwegian numbers, elements made of text, colours of a scale and its legend. */
export const NO_FIGURE = "#d5d8dc";
let catalogue = {};
let calendar = { weekdays: [], months: [] };

/* The words of the page's language, and its names of weekdays (Monday first) and months. */
export function speak(words, days) { [catalogue, calendar] = [words, days]; }

/* A date of the form 2027-08-10 in words. */
export function dayText(iso) {
  const [year, month, day] = iso.split("-").map(Number);
  const weekday = (new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 6) % 7;
  return w("date", { weekday: calendar.weekdays[weekday], day, month: calendar.months[month - 1] });
}

/* One text of the catalogue (planner/ui/words), with {names} filled in. */
export function w(key, values = {}) {
  return Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), catalogue[key] ?? key);
}

export function nb(value, decimals = 1) {
  if (value === null || value === undefined) { return "–"; }
  return value.toLocaleString("nb-NO", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
}

/* All text enters the page as text, never as markup. */
export function element(tag, text, className) {
  const node = document.createElement(tag);
  if (text !== undefined && text !== null) { node.textContent = text; }
  if (className) { node.className = className; }
  return node;
}

export function rows(pairs) {
  const table = element("table", null, "popup");
  pairs.filter(([, value]) => value !== "" && value !== null && value !== undefined).forEach(([name, value]) => {
    const line = table.insertRow();
    const head = element("th", name);
    head.scope = "row";
    line.append(head, element("td", value));
  });
  return table;
}

export function button(text, act, className) {
  const node = element("button", text, className);
  node.type = "button";
  node.addEventListener("click", act);
  return node;
}

export function colourOf(scale, value) {
  if (value === null || value === undefined) { return NO_FIGURE; }
  const row = scale.limits.findIndex((limit) => value < limit);
  return scale.colours[row < 0 ? scale.limits.length : row];
}

function rangeText(scale, row) {
  const [low, high] = [scale.limits[row - 1], scale.limits[row]];
  const sign = (value) => (scale.signed && value > 0 ? "+" : "") + nb(value, Number.isInteger(value) ? 0 : 1);
  if (row === 0) { return w("under", { high: sign(high) }); }
  if (row === scale.limits.length) { return w("from_up", { low: sign(low) }); }
  return w("between", { low: sign(low), high: sign(high) });
}

export function drawRamp(box, title, scale, extra = []) {
  box.replaceChildren();
  box.hidden = !scale;
  if (!scale) { return; }
  const step = (swatch, text) => {
    const line = element("span", null, "step");
    line.append(swatch, element("b", text));
    box.append(line);
  };
  box.append(element("strong", title));
  scale.colours.forEach((colour, row) => {
    const swatch = element("i");
    swatch.style.background = colour;
    step(swatch, rangeText(scale, row));
  });
  extra.forEach(([className, text]) => step(element("i", null, className), text));
}

/* A choice that the address keeps, so that a link shows the same view. No rerun, nothing sent. */
export function fromAddress(name, otherwise) {
  return new URLSearchParams(window.location.search).get(name) ?? otherwise;
}

export function toAddress(name, value, otherwise) {
  const address = new URL(window.location.href);
  if (value === otherwise) { address.searchParams.delete(name); } else { address.searchParams.set(name, value); }
  window.history.replaceState(window.history.state, "", address);
}

export function chooser(label, options, chosen, act) {
  const box = element("label", `${label} `);
  const select = element("select");
  options.forEach(([value, text]) => select.append(new Option(text, value, false, value === chosen)));
  select.addEventListener("change", () => act(select.value));
  box.append(select);
  return box;
}

export function toggle(label, on, act) {
  const box = element("label");
  const input = element("input");
  input.type = "checkbox";
  input.checked = on;
  input.addEventListener("change", () => act(input.checked));
  box.append(input, element("span", label));
  return box;
}
