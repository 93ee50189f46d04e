// Questions to an open report; each returns what is wrong, so an empty list is good.

function overflow() {
  const wide = document.documentElement.clientWidth;
  return [...document.querySelectorAll("body *")]
    .filter((e) => !e.closest(".scroll, .chart, .skip, .sr") && e.getBoundingClientRect().right > wide + 1)
    .map((e) => e.tagName + " " + e.textContent.trim().slice(0, 40));
}

// WCAG 2 contrast of every visible text against the nearest opaque ground.
function contrast() {
  const part = (x) => (x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * part(r / 255) + 0.7152 * part(g / 255) + 0.0722 * part(b / 255);
  const numbers = (s) => s.match(/[0-9.]+/g).map(Number);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = numbers(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const bad = [];
  for (const e of document.querySelectorAll("main *, nav *")) {
    const says = [...e.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim());
    if (!says || !e.getClientRects().length) continue;
    const style = getComputedStyle(e), drawn = e instanceof SVGElement;
    const a = light(numbers(drawn ? style.fill : style.color));
    const b = light(drawn ? [255, 255, 255] : ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(e.textContent.trim().slice(0, 30) + " " + ratio.toFixed(2));
  }
  return bad;
}

// Texts of charts that stick out of their chart.
function cut() {
  return [...document.querySelectorAll(".chart svg")].flatMap((svg) => {
    const box = svg.getBoundingClientRect();
    const out = (r) =>
      r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1;
    return [...svg.querySelectorAll("text")].filter((t) => out(t.getBoundingClientRect())).map((t) => t.textContent);
  });
}

// Pairs of labels in the priority charts that cover each other.
function crossed() {
  return [...document.querySelectorAll(".priority .chart svg")].flatMap((svg) => {
    const labels = [...svg.querySelectorAll(".role-mark text")];
    const boxes = labels.map((t) => t.getBoundingClientRect());
    const over = (r, s) =>
      Math.min(r.right, s.right) - Math.max(r.left, s.left) > 2 &&
      Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top) > 4;
    return labels.flatMap((a, i) =>
      labels.flatMap((b, j) => (j > i && over(boxes[i], boxes[j]) ? [a.textContent + " / " + b.textContent] : []))
    );
  });
}

// Width, height and number of marks of every drawing.
function drawings() {
  return [...document.querySelectorAll(".chart svg, svg.trend, .score .scale svg")].map((e) => {
    const r = e.getBoundingClientRect();
    return [r.width, r.height, e.querySelectorAll("path, polyline, circle").length];
  });
}

function fold(open) {
  document.querySelectorAll("details").forEach((d) => (d.open = open));
}

// Remembers what the keyboard reaches; returns how many links and folds there are.
function watchFocus() {
  const all = [...document.querySelectorAll("a, summary")];
  all.forEach((e, i) => (e.dataset.i = i));
  window.reached = new Set();
  document.addEventListener("focusin", (e) => "i" in e.target.dataset && reached.add(e.target.dataset.i));
  return all.length;
}

// The pixels of each character, as text.
function pixels(characters) {
  const g = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  return [...characters].map((c) => {
    g.clearRect(0, 0, 50, 50);
    g.font = "32px " + getComputedStyle(document.body).fontFamily;
    g.fillText(c, 5, 40);
    return g.getImageData(0, 0, 50, 50).data.join();
  });
}
