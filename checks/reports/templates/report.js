// Finding one's way in the report: filters and search mirrored in the address, and keys. Without it, the page is whole.
"use strict";
const page = (() => {
  const form = document.getElementById("filters");
  const help = document.getElementById("help");
  const cards = Array.from(document.querySelectorAll("article.finding"));
  const byId = new Map(cards.map((card) => [card.id, card]));
  const groups = Array.from(document.querySelectorAll("section.group"));
  const lists = new Set(["outlet", "speaker"]);
  const words = new Map();
  let current = null;

  const decoded = (text) => { try { return decodeURIComponent(text); } catch { return text; } };
  const address = () => new URLSearchParams(location.hash.slice(1));
  const shown = () => cards.filter((card) => !card.hidden);
  // Of a card that is not near, all but its head is the text of a noscript, as the template wrote and escaped it.
  const unfolded = window.trustedTypes ? trustedTypes.createPolicy("unfolded", { createHTML: (text) => text }) : null;
  const fill = (card) => {
    const folded = card.querySelector(":scope > noscript");
    if (!folded) return;
    const part = document.createElement("template");
    part.innerHTML = unfolded ? unfolded.createHTML(folded.textContent) : folded.textContent;
    folded.replaceWith(part.content);
  };
  const fillShown = () => { for (const card of cards) if (!card.hidden) fill(card); };
  const unfoldShown = () => {
    fillShown();
    for (const card of cards) if (!card.hidden && card.classList.contains("brief")) setBrief(card, false, true);
  };

  // What fits on the screen is shown whole; of what does not, the rest is folded behind a button until it is asked for, and if that is
  // not enough, the words around the exact ones.
  const unfoldBar = document.getElementById("unfold-bar");
  const room = () => {
    const bar = document.getElementById("drafts");
    return window.innerHeight - (bar && getComputedStyle(bar).position === "sticky" ? bar.offsetHeight : 0);
  };
  const unfoldOf = (card) => {
    if (!card.querySelector(":scope > .unfold")) {
      const pairs = card.querySelectorAll(".others .pair").length;
      const box = unfoldBar.content.cloneNode(true).firstElementChild;
      if (pairs) box.firstElementChild.append(`, ${pairs} more ${pairs === 1 ? "pair" : "pairs"}`);
      box.firstElementChild.addEventListener("click", () => setBrief(card, !card.classList.contains("brief"), true));
      card.querySelector(":scope > .judge, :scope > .pair:not(:has(~ .judge))").after(box);
    }
    return card.querySelector(":scope > .unfold");
  };
  const setBrief = (card, brief, asked) => {
    if (asked) card.dataset.asked = "";
    card.classList.toggle("brief", brief);
    unfoldOf(card).firstElementChild.setAttribute("aria-expanded", String(!brief));
  };
  const fit = (some) => {
    const open = some.filter((card) => card.dataset.asked === undefined && card.querySelector(":scope > .pair figure"));
    for (const card of open) card.classList.remove("brief", "tight");
    const most = room();
    const long = new Set(open.filter((card) => card.offsetHeight > most));
    for (const card of open) if (long.has(card) || card.querySelector(":scope > .unfold")) setBrief(card, long.has(card), false);
    const still = Array.from(long).filter((card) => card.offsetHeight > most);
    for (const card of still) card.classList.add("tight");
  };

  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&" };
  const spoken = (part) => (part.tagName !== "NOSCRIPT" ? part.textContent
    : part.textContent.split('<details class="check">')[0].replace(/<[^>]*>/g, "").replace(/&[#\w]+;/g, (one) => ENTITIES[one] ?? one));
  const wordsOf = (card) => {
    if (!words.has(card)) {
      const parts = Array.from(card.children).filter((part) => !part.matches(".check, .judge, .unfold"));
      words.set(card, parts.map(spoken).join(" ").toLowerCase());
    }
    return words.get(card);
  };

  const wanted = () => {
    const found = [];
    for (const field of form ? form.elements : []) if (field.name && field.value.trim()) found.push([field.name, field.value]);
    return found;
  };

  const fits = (card, filters) => filters.every(([name, value]) => {
    if (name === "q") return value.toLowerCase().split(/\s+/).filter(Boolean).every((word) => wordsOf(card).includes(word));
    if (lists.has(name)) return JSON.parse(card.dataset[name]).includes(value);
    return card.dataset[name] === value;
  });

  const mirror = () => {
    const next = new URLSearchParams(wanted());
    if (current && !current.hidden) next.set("d", current.id.slice(2));
    const hash = next.toString();
    if (hash !== location.hash.slice(1)) history.replaceState(null, "", hash ? "#" + hash : location.pathname + location.search);
  };

  const apply = () => {
    const filters = wanted();
    let count = 0;
    for (const card of cards) {
      const fit = fits(card, filters);
      if (fit) count += 1;
      if (card.hidden === fit) card.hidden = !fit;
    }
    for (const group of groups) group.hidden = !group.querySelector("article.finding:not([hidden])");
    document.getElementById("nothing").hidden = count > 0;
    form.querySelector("output").textContent = filters.length
      ? `${count.toLocaleString("en")} of ${cards.length.toLocaleString("en")} shown` : `All ${cards.length.toLocaleString("en")} shown`;
  };

  const go = (card) => {
    current = card;
    fill(card);
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "start" });
  };

  const step = (by) => {
    const list = shown();
    if (!list.length) return;
    const at = current ? list.indexOf(current) : -1;
    go(list[Math.min(Math.max(at + by, 0), list.length - 1)]);
    mirror();
  };

  const follow = () => {
    const asked = address();
    const target = byId.get("d=" + (asked.get("d") ?? ""));
    const filters = Array.from(asked.keys()).filter((name) => name !== "d");
    if (form && (filters.length || !target)) {
      for (const field of form.elements) if (field.name) field.value = asked.get(field.name) ?? "";
      apply();
    }
    if (!target) return;
    if (target.hidden) { form.reset(); apply(); }
    go(target);
    mirror();
  };

  const openAnswer = () => {
    const target = document.getElementById(decoded(location.hash.slice(1)));
    if (target && target.tagName === "DETAILS") target.open = true;
    return Boolean(target) && !byId.has(target.id);
  };

  const toggle = () => {
    if (!current) return;
    const parts = Array.from(current.querySelectorAll("details"));
    const open = current.classList.contains("brief") || parts.some((part) => !part.open);
    for (const part of parts) part.open = open;
    if (current.querySelector(":scope > .unfold")) setBrief(current, !open, true);
  };

  const keys = {
    j: () => step(1), k: () => step(-1), o: toggle,
    "/": () => form && form.elements.q.focus(), "?": () => help.showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.matches("input, select, textarea");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "f") unfoldShown(); // The browser finds what is shown only.
    if (event.key === "Escape" && typing) event.target.blur();
    if (typing || help.open || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target instanceof Element && event.target.closest("article.finding");
    if (card) current = card;
  });
  window.addEventListener("beforeprint", fillShown);
  window.addEventListener("hashchange", () => openAnswer() || follow());

  if (form && cards.length) {
    let waiting = 0;
    form.hidden = false;
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(() => { apply(); mirror(); }, 120); });
    form.addEventListener("reset", () => setTimeout(() => { apply(); mirror(); }));
    apply();
  }
  openAnswer() || follow();

  // What is searched for first should not wait: the words of each card are gathered while nothing else is to do.
  let gathered = 0;
  const gather = (idle) => {
    while (gathered < cards.length && idle.timeRemaining() > 4) wordsOf(cards[gathered++]);
    if (gathered < cards.length) requestIdleCallback(gather);
  };
  if (window.requestIdleCallback && form) requestIdleCallback(gather);
  let resized = 0;
  window.addEventListener("resize", () => {
    clearTimeout(resized);
    resized = setTimeout(() => fit(cards.filter((card) => card.querySelector(":scope > .judge"))), 150);
  });
  return { cards, byId, keys, go, fill, fit, unfold: (card) => card.classList.contains("brief") && setBrief(card, false, true), wordsOf, apply: () => form && apply(), current: () => current || shown()[0] || null };
})();

