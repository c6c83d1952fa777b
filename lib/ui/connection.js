// Says when the server cannot be reached, and goes to the door when the session is over.
// SAID: {"lost": "..."}
(() => {
  const AFTER = 1500; // ms; shorter gaps nobody need know of
  const kept = (window.wardConnection ??= {});
  clearInterval(kept.timer);
  kept.banner?.remove();
  const banner = document.createElement("div");
  banner.className = "ward-connection";
  banner.setAttribute("role", "alert");
  banner.setAttribute("translate", "no");
  banner.hidden = true;
  banner.textContent = SAID.lost;
  document.body.append(banner);
  let since = null;
  let isAsking = false;

  function isLost() {
    const state = document.querySelector("[data-testid=stApp]")?.getAttribute("data-test-connection-state");
    return !navigator.onLine || (state && state !== "CONNECTED");
  }

  // The gate answers whoever has no session with the way to the door.
  async function ask() {
    isAsking = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html" }, redirect: "manual" });
      if (answer.type === "opaqueredirect") location.reload();
    } catch {
      // still no server: the banner stays
    }
    isAsking = false;
  }

  function look() {
    since = isLost() ? (since ?? performance.now()) : null;
    const isLong = since !== null && performance.now() - since > AFTER;
    banner.hidden = !isLong;
    document.body.classList.toggle("ward-offline", isLong);
    if (isLong && navigator.onLine && !isAsking) ask();
  }

  kept.banner = banner;
  kept.timer = setInterval(look, 500);
})();
