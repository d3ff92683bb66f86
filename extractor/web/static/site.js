// Reading and reviewing need none of this: words can be typed into a form. With it they are marked in the text.
(() => {
  "use strict";
  const button = document.getElementById("add-here");
  const words = document.getElementById("quote");
  if (!button && !words) return;

  // Characters of the document, not of JavaScript: an emoji is one.
  const counted = (text) => [...text].length;
  const marked = () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const home = (node) => (node.nodeType === 1 ? node : node.parentElement).closest(".text[data-first]");
    const text = home(range.startContainer);
    if (!text || text !== home(range.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(range.startContainer, range.startOffset);
    const quote = range.toString();
    const lead = quote.length - quote.trimStart().length;
    const start = Number(text.dataset.first) + counted(before.toString()) + counted(quote.slice(0, lead));
    return quote.trim() ? { quote: quote.trim(), start, end: start + counted(quote.trim()), box: range.getBoundingClientRect() } : null;
  };

  const here = document.getElementById("here");
  if (here) here.closest(".excerpt").scrollTop = here.offsetTop - here.closest(".excerpt").offsetTop - 120;

  document.addEventListener("selectionchange", () => {
    const found = marked();
    if (words && found) {
      words.value = found.quote;
      document.getElementById("start").value = found.start;
      document.getElementById("end").value = found.end;
    }
    if (!button) return;
    button.hidden = !found;
    if (!found) return;
    button.href = button.href.split("?")[0] + "?start=" + found.start + "&end=" + found.end;
    button.style.top = Math.round(scrollY + found.box.bottom + 8) + "px";
    button.style.left = Math.round(Math.max(8, Math.min(found.box.left, innerWidth - 320))) + "px";
  });
})();

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
