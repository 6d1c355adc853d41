"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const make = (name, text, kind) => {
    const element = document.createElement(name);
    if (text !== undefined) element.textContent = text;
    if (kind) element.className = kind;
    return element;
  };

  // Findings of all files, by their number on the page.
  const findings = [];
  for (const script of document.querySelectorAll("script.data")) {
    const data = JSON.parse(script.textContent);
    for (const finding of data.findings) {
      finding.why = finding.why.map(([name, ...rest]) => [data.names[name], ...rest]);
      findings[finding.n] = finding;
    }
  }
  const marks = new Map();
  for (const mark of document.querySelectorAll("mark[data-f]")) {
    for (const n of mark.dataset.f.split(" ")) {
      if (!marks.has(+n)) marks.set(+n, []);
      marks.get(+n).push(mark);
    }
  }
  const items = new Map([...document.querySelectorAll("[data-item]")].map((e) => [+e.dataset.item, e]));
  const hidden = new Set();
  let current = -1;

  const shown = (n) => !hidden.has(findings[n].code);
  const order = () => findings.filter((f) => shown(f.n)).map((f) => f.n);

  function count() {
    const all = order();
    const at = all.indexOf(current);
    $("count").textContent = `${at < 0 ? "–" : at + 1} / ${all.length}`;
  }

  function select(n, scroll = true) {
    for (const mark of document.querySelectorAll("mark.on, li.on")) mark.classList.remove("on");
    current = n;
    document.body.classList.toggle("open", n >= 0);
    $("panel").hidden = n < 0;
    count();
    if (n < 0) return;
    for (const mark of marks.get(n) || []) mark.classList.add("on");
    items.get(n)?.classList.add("on");
    panel(findings[n]);
    if (scroll) goTo(findings[n].home);
    history.replaceState(null, "", `#${findings[n].home}`);
  }

  function goTo(id) {
    const target = $(id);
    (target?.closest("mark") || target)?.scrollIntoView({ block: "center" });
  }

  function step(by) {
    const all = order();
    if (!all.length) return;
    const at = all.indexOf(current);
    select(all[at < 0 ? (by > 0 ? 0 : all.length - 1) : (at + by + all.length) % all.length]);
  }

  function panel(finding) {
    const box = $("panel");
    box.replaceChildren();
    box.className = `k-${finding.kind}`;
    const close = make("button", "×", "close");
    close.type = "button";
    close.setAttribute("aria-label", "Close");
    close.addEventListener("click", () => select(-1));
    const title = make("h3");
    title.append(make("b", finding.code), make("span", finding.name));
    const facts = make("div", undefined, "facts");
    for (const fact of [`line ${finding.place}`, finding.safety, finding.status, `score ${finding.score}`]) {
      facts.append(make("span", fact));
    }
    box.append(close, title, make("p", finding.message), facts);
    if (finding.offer) {
      const offer = make("p", "Would read: ");
      offer.append(make("bdi", `…${finding.offer}…`));
      box.append(offer);
      if (finding.safety === "unsafe") {
        const how = make("p");
        how.append(make("code", "--unsafe-fixes"), " makes it.");
        box.append(how);
      }
    }
    const links = make("div", undefined, "links");
    const places = { cut: "removed", kept: "kept copy", moved: "moved" };
    for (const [role, label] of Object.entries(places)) {
      const target = $(`${role}-${finding.n}`);
      if (!target || (role === "cut" && !$(`kept-${finding.n}`))) continue;
      const button = make("button", label);
      button.type = "button";
      button.addEventListener("click", () => goTo(target.id));
      links.append(button);
    }
    if (links.children.length) box.append(links);
    const heading = make("h4", "Reasons");
    heading.append(make("span", "points"));
    box.append(heading, reasons(finding));
    box.append(make("h4", "Leave it as it is"), make("code", `--ignore-edit ${finding.id}`));
    box.scrollTop = 0;
  }

  function reasons(finding) {
    const list = make("ul");
    const sorted = [...finding.why].sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
    const most = Math.max(1, ...sorted.map((e) => Math.abs(e[1])));
    for (const [name, weight, seen, veto] of sorted) {
      const item = make("li");
      const what = make("span", name);
      if (seen) what.append(" ", make("small", seen));
      if (veto) what.append(" ", make("small", "(veto)"));
      item.append(make("span", weight > 0 ? `+${weight}` : String(weight).replace("-", "−")), what);
      if (weight) {
        const track = make("span", undefined, "weight");
        const bar = make("i", undefined, weight < 0 ? "minus" : "");
        bar.style.width = `${(50 * Math.abs(weight)) / most}%`;
        track.append(bar);
        item.append(track);
      }
      list.append(item);
    }
    return list;
  }

  function filter() {
    for (const [n, list] of marks) {
      for (const mark of list) {
        mark.classList.toggle("dim", mark.dataset.f.split(" ").every((m) => !shown(+m)));
      }
      items.get(n)?.classList.toggle("dim", !shown(n));
    }
    if (current >= 0 && !shown(current)) select(-1);
    count();
  }

  function rules() {
    const counts = new Map();
    for (const f of findings) {
      const known = counts.get(f.code) || { name: f.name, kind: f.kind, number: 0 };
      known.number += 1;
      counts.set(f.code, known);
    }
    for (const [code, { name, kind, number }] of [...counts].sort()) {
      const button = make("button", undefined, `k-${kind}`);
      button.type = "button";
      button.dataset.code = code;
      button.setAttribute("aria-pressed", "true");
      button.title = name;
      button.append(make("b", code), ` ${name} `, make("i", number));
      button.addEventListener("click", () => {
        const off = hidden.has(code);
        off ? hidden.delete(code) : hidden.add(code);
        button.setAttribute("aria-pressed", String(off));
        filter();
      });
      $("filters").append(button);
    }
  }

  function files() {
    const sections = [...document.querySelectorAll("section.file")];
    if (sections.length < 2) return;
    const choice = $("files").querySelector("select");
    for (const section of sections) {
      choice.append(new Option(section.querySelector("bdi").textContent, section.id));
    }
    choice.addEventListener("change", () => $(choice.value).scrollIntoView());
    $("files").hidden = false;
  }

  function only() {
    const on = document.body.classList.toggle("only");
    $("only").setAttribute("aria-pressed", String(on));
  }

  function theme() {
    const root = document.documentElement;
    const dark = root.dataset.theme
      ? root.dataset.theme === "dark"
      : matchMedia("(prefers-color-scheme: dark)").matches;
    root.dataset.theme = dark ? "light" : "dark";
  }

  document.addEventListener("click", (event) => {
    const tag = event.target.closest("a.tag");
    if (tag) {
      event.preventDefault();
      select(+tag.closest("mark").dataset.f.split(" ")[0], false);
      return goTo(tag.hash.slice(1));
    }
    const item = event.target.closest("[data-item]");
    if (item) {
      event.preventDefault();
      return select(+item.dataset.item);
    }
    const mark = event.target.closest("mark[data-f]");
    if (!mark || !getSelection().isCollapsed) return;
    // Where several findings mark one place, each click shows the next of them.
    const here = mark.dataset.f.split(" ").map(Number).filter(shown);
    if (here.length) select(here[(here.indexOf(current) + 1) % here.length], false);
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input")) return;
    const keys = {
      j: () => step(1), n: () => step(1), ArrowRight: () => step(1),
      k: () => step(-1), p: () => step(-1), ArrowLeft: () => step(-1),
      c: only, t: theme, Escape: () => select(-1),
    };
    const rule = /^[1-9]$/.test(event.key) && $("filters").children[event.key - 1];
    const action = rule ? () => rule.click() : keys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  $("next").addEventListener("click", () => step(1));
  $("previous").addEventListener("click", () => step(-1));
  $("only").addEventListener("click", only);
  $("theme").addEventListener("click", theme);
  $("summary").textContent = $("totals").textContent;
  rules();
  files();
  count();
  const wanted = findings.find((f) => `#${f.home}` === location.hash);
  if (wanted) select(wanted.n);
})();
