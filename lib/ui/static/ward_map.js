const LEAST_ROOM = 48; // px: more than the padding on both sides

// What the map needs beyond Leaflet: words, background, and a pattern for "no data".
function prepareWardMap(map, look) {
  const container = map.getContainer();
  container.style.background = look.background;
  container.setAttribute("role", "region");
  container.setAttribute("aria-label", look.label);
  document.documentElement.lang = look.language;
  L.control.zoom({ zoomInTitle: look.zoom_in, zoomOutTitle: look.zoom_out }).addTo(map);
  L.control.scale({ imperial: false }).addTo(map);
  fitAgainWhenResized(map, container);
  container.insertAdjacentHTML(
    "afterbegin",
    `<svg width="0" height="0" aria-hidden="true" style="position: absolute"><defs>
      <pattern id="no-data" width="7" height="7" patternUnits="userSpaceOnUse"
        patternTransform="rotate(45)">
        <rect width="7" height="7" fill="${look.background}"></rect>
        <rect width="2.5" height="7" fill="${look.no_data}"></rect>
      </pattern></defs></svg>`
  );
}

// A phone makes the map lower after it has been fitted, or is turned. A page that is being left
// makes it nothing at all: no zoom fits there, and Leaflet would reckon with NaN.
function fitAgainWhenResized(map, container) {
  const fit = map.fitBounds.bind(map);
  let last = null;
  const fitWhereThereIsRoom = () => {
    map.invalidateSize({ animate: false });
    const room = Math.min(container.clientWidth, container.clientHeight);
    if (last && room > LEAST_ROOM) fit(...last);
  };
  map.fitBounds = (...asked) => {
    last = asked;
    fitWhereThereIsRoom();
    return map;
  };
  new ResizeObserver(fitWhereThereIsRoom).observe(container);
}
