// Reading needs none of this: marks and records lead to each other by plain links. With it, a click shows
// the other side at once, every piece of a record together, and no place is lost.
(() => {
  "use strict";
  const reader = document.querySelector(".reader");
  if (!reader) return;
  const all = (id) => [...reader.querySelectorAll("[data-r]")].filter((e) => e.dataset.r.split(" ").includes(id));
  const narrow = () => matchMedia("(max-width: 60rem)").matches;
  let last = [];

  const show = (id, from) => {
    last.forEach((e) => e.classList.remove("on"));
    last = all(id);
    last.forEach((e) => e.classList.add("on"));
    const card = document.getElementById("r-" + id);
    if (card) card.closest("details").open = true;
    const target = from === "card" ? document.getElementById("t-" + id) : card;
    if (target) target.scrollIntoView({ block: narrow() ? "start" : "center", behavior: "auto" });
    if (from === "card") {
      const box = last.find((e) => e.closest("svg"));
      if (box && !narrow()) box.scrollIntoView({ block: "nearest" });
    }
    history.replaceState(null, "", (from === "card" ? "#t-" : "#r-") + id);
  };

  reader.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const mark = event.target.closest("a.m, svg a");
    const back = event.target.closest(".card h3 a");
    if (!mark && !back) return;
    event.preventDefault();
    if (back) return show(back.closest(".card").dataset.r, "card");
    const ids = mark.dataset.r.split(" ");
    // A second click on the same words goes on to the next record that holds them.
    const now = ids.findIndex((id) => { const c = document.getElementById("r-" + id); return c && c.classList.contains("on"); });
    show(ids[(now + 1) % ids.length], "text");
  });

  const wanted = location.hash.match(/^#[rt]-([0-9a-f]+)$/);
  if (wanted) show(wanted[1], location.hash[1] === "t" ? "card" : "text");
})();
