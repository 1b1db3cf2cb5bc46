// Verdicts: drafts kept in this browser and saved as a file, or saved at once when `rashomon review` serves the page.
(() => {
  const STORE = "rashomon-verdicts";
  const reviewed = document.body.dataset.review;
  const live = reviewed !== undefined;
  const bar = document.getElementById("verdict-bar");
  const box = document.getElementById("drafts");
  const tally = box.querySelector(".tally");
  const who = box.querySelector("input[name=reviewer]");
  const file = document.getElementById("save-drafts");
  const pairsOf = new Map(); // card -> [[conflict id, passage key]]
  const given = new Map(); // passage key -> {conflict_id, discrepancy_id, verdict, note, given_at, saved}
  const printed = new Map(page.cards.map((card) => [card, card.dataset.verdict]));
  const past = [];
  const queue = [];
  let sending = false;
  let elsewhere = {};
  let trouble = "";

  for (const card of page.cards) {
    const ids = card.dataset.pairs.split(" ").filter(Boolean);
    pairsOf.set(card, ids.flatMap((id, at) => (at % 2 ? [] : [[id, ids[at + 1]]])));
  }
  const cardsOf = new Map(); // passage key -> cards: one pair of passages may conflict over two things
  for (const [card, pairs] of pairsOf) {
    for (const [, key] of pairs) cardsOf.set(key, [...(cardsOf.get(key) ?? []), card]);
  }
  const said = (card) => pairsOf.get(card).map(([, key]) => given.get(key)).find(Boolean);

  const keep = () => {
    if (live) return;
    const drafts = { ...elsewhere, ...Object.fromEntries(given) };
    try { localStorage.setItem(STORE, JSON.stringify({ reviewer: who.value, drafts })); trouble = ""; }
    catch { trouble = "This browser keeps nothing: save the file before you close the page."; }
  };

  const fetchKept = () => {
    let kept = {};
    try { kept = JSON.parse(localStorage.getItem(STORE) ?? "{}"); } catch { kept = {}; }
    who.value = typeof kept.reviewer === "string" ? kept.reviewer : "";
    for (const [key, draft] of Object.entries(kept.drafts ?? {})) {
      const cards = cardsOf.get(key);
      if (!cards) elsewhere[key] = draft;
      else if (cards.some((card) => printed.get(card) !== draft.verdict)) given.set(key, draft);
    }
  };

  const paint = (card) => {
    const one = said(card);
    card.dataset.verdict = one && one.verdict !== "withdrawn" ? one.verdict : printed.get(card);
    const judge = card.querySelector(".judge");
    if (!judge) return;
    for (const button of judge.querySelectorAll("[data-word]")) {
      button.setAttribute("aria-pressed", String(Boolean(one) && button.dataset.word === one.verdict));
    }
    const words = judge.querySelector(".outcome");
    words.classList.toggle("failed", Boolean(one && one.failed));
    words.textContent = !one || one.verdict === "withdrawn" ? "" : one.failed ? `not saved: ${one.failed}`
      : !live ? "draft in this browser" : one.saved ? "saved" : "saving…";
    const note = judge.querySelector(".note input");
    if (one && document.activeElement !== note) note.value = one.note ?? "";
    if (one && one.note) judge.querySelector(".note").hidden = false;
  };

  const count = () => {
    const judged = page.cards.filter((card) => { const one = said(card); return one && one.verdict !== "withdrawn"; }).length;
    const left = page.cards.length - page.cards.filter((card) => !["none", "stale", "partly_judged"].includes(card.dataset.verdict)).length;
    box.hidden = !live && judged === 0 && past.length === 0;
    file.hidden = live || judged === 0;
    tally.textContent = `${judged.toLocaleString("en")} ${judged === 1 ? "verdict" : "verdicts"} ${live ? "saved or being saved" : "in this browser"}, `
      + `${left.toLocaleString("en")} without one.${trouble ? " " + trouble : ""}`;
  };

  const attach = (card) => {
    page.fill(card);
    if (card.querySelector(".judge") || !pairsOf.get(card).length) return;
    const part = bar.content.cloneNode(true);
    const judge = part.firstElementChild;
    judge.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.act === "note") openNote(card); else give(card, button.dataset.word);
    });
    const note = judge.querySelector(".note input");
    note.addEventListener("change", () => {
      const one = said(card);
      if (one && one.verdict !== "withdrawn") set(card, one.verdict, note.value);
    });
    note.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); note.blur(); } });
    card.insertBefore(part, card.querySelector(":scope > details"));
    paint(card);
  };

  const change = (entries) => {
    const cards = new Set();
    for (const [key, value] of entries) {
      if (value) given.set(key, value); else given.delete(key);
      for (const card of cardsOf.get(key)) cards.add(card);
    }
    keep();
    for (const card of cards) paint(card);
    count();
    if (live) send(entries);
  };

  const remember = (card) => past.push({ card, before: pairsOf.get(card).map(([, key]) => [key, given.get(key) ?? null]) });

  // A verdict that the ledger has is never taken out of it: withdrawing it is one more line.
  const without = (key) => (live && given.has(key)
    ? { ...given.get(key), verdict: "withdrawn", note: null, given_at: new Date().toISOString(), saved: false } : null);

  const takeBack = (card) => {
    remember(card);
    change(pairsOf.get(card).map(([, key]) => [key, without(key)]));
  };

  const set = (card, word, note) => {
    const given_at = new Date().toISOString();
    const discrepancy_id = card.id.slice(2);
    remember(card);
    change(pairsOf.get(card).map(([conflict_id, passage_key]) => [
      passage_key, { conflict_id, passage_key, discrepancy_id, verdict: word, note: note.trim() || null, given_at },
    ]));
  };

  const give = (card, word) => {
    attach(card);
    const one = said(card);
    if (one && one.verdict === word) return takeBack(card);
    set(card, word, card.querySelector(".note input").value);
  };

  const undo = () => {
    const last = past.pop();
    if (!last) return;
    const given_at = new Date().toISOString();
    change(last.before.map(([key, before]) => [
      key, live && before ? { ...before, given_at, saved: false } : before ?? without(key),
    ]));
    page.go(last.card);
  };

  const openNote = (card) => {
    attach(card);
    const label = card.querySelector(".note");
    label.hidden = false;
    label.querySelector("input").focus();
  };

  const send = async (entries) => {
    queue.push(...entries.map(([key, value]) => [key, value]));
    if (sending) return;
    sending = true;
    while (queue.length) {
      const batch = queue.splice(0, 500);
      let failed = "";
      try {
        const body = JSON.stringify({ verdicts: batch.map(([, { saved, failed: before, ...row }]) => ({ ...row, reviewer: who.value || reviewed })) });
        const answer = await fetch(new URL("../../verdicts", location.href.split("#")[0]), {
          method: "POST", headers: { "Content-Type": "application/json" }, body, cache: "no-store", redirect: "error",
        });
        if (!answer.ok) failed = (await answer.json()).error ?? `answer ${answer.status}`;
      } catch { failed = "the review server does not answer"; }
      for (const [key, value] of batch) if (given.get(key) === value) { value.saved = !failed; value.failed = failed; }
      for (const card of new Set(batch.flatMap(([key]) => cardsOf.get(key)))) paint(card);
      if (failed) { queue.unshift(...batch); setTimeout(() => { if (!sending) send([]); }, 3000); break; }
    }
    sending = false;
  };

  const fetchSaved = async () => {
    try {
      const answer = await fetch(new URL("../../verdicts", location.href.split("#")[0]), { cache: "no-store" });
      for (const row of (await answer.json()).verdicts) {
        if (cardsOf.has(row.passage_key) && !given.has(row.passage_key)) given.set(row.passage_key, { ...row, saved: true });
      }
    } catch { trouble = "What was saved before cannot be shown: the review server does not answer."; }
    for (const card of page.cards) paint(card);
    count();
    page.apply();
  };

  file.addEventListener("click", () => {
    const rows = Array.from(given, ([passage_key, draft]) => ({
      ...draft, passage_key, reviewer: who.value.trim() || null, code_version: document.body.dataset.code,
    })).filter((row) => row.verdict !== "withdrawn");
    const link = document.createElement("a");
    link.download = "verdicts.json";
    link.href = URL.createObjectURL(new Blob([JSON.stringify(rows, null, 1) + "\n"], { type: "application/json" }));
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  });
  document.getElementById("undo").addEventListener("click", undo);
  who.addEventListener("change", keep);

  const on = (act) => () => { const card = page.current(); if (card) { page.go(card); act(card); } };
  for (const button of bar.content.querySelectorAll("[data-word]")) {
    page.keys[button.querySelector("kbd").textContent] = on((card) => give(card, button.dataset.word));
  }
  page.keys.n = on(openNote);
  page.keys.u = undo;

  const near = new IntersectionObserver((seen) => {
    for (const one of seen) if (one.isIntersecting) { near.unobserve(one.target); attach(one.target); }
  }, { rootMargin: "800px" });
  for (const card of page.cards) if (document.body.classList.contains("many")) near.observe(card); else attach(card);

  if (live) { who.value = reviewed; who.readOnly = true; box.querySelector(".hint").hidden = true; fetchSaved(); }
  else fetchKept();
  for (const card of page.cards) if (said(card)) paint(card);
  if (page.cards.length) count();
  if (given.size) page.apply();
})();
