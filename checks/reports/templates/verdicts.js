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
  const alone = document.getElementById("alone-bar");
  const pairsOf = new Map(); // card -> [{ id, key, printed }]: conflict id, passage key, verdict in the report
  const given = new Map(); // passage key -> {conflict_id, discrepancy_id, verdict, note, given_at, saved}
  const printed = new Map(page.cards.map((card) => [card, card.dataset.verdict]));
  const past = [];
  const queue = [];
  let sending = false;
  let elsewhere = {};
  let trouble = "";

  const cardsOf = new Map(); // passage key -> cards: one pair of passages may conflict over two things
  const printedOf = new Map(); // passage key -> verdict in the report
  for (const card of page.cards) {
    const words = card.dataset.pairs.split(" ").filter(Boolean);
    pairsOf.set(card, words.flatMap((id, at) => (at % 3 ? [] : [{ id, key: words[at + 1], printed: words[at + 2] }])));
    for (const { key, printed: word } of pairsOf.get(card)) {
      cardsOf.set(key, [...(cardsOf.get(key) ?? []), card]);
      printedOf.set(key, word);
    }
  }
  // Without a key: of the whole finding. With one: of this pair of passages alone.
  const meant = (card, key) => pairsOf.get(card).filter((pair) => !key || pair.key === key);
  const draftsOf = (card, key) => meant(card, key).map((pair) => given.get(pair.key));
  const stands = (one) => Boolean(one) && one.verdict !== "withdrawn";

  // As in the report's data: one confirmed pair confirms the finding.
  const verdictOf = (card) => {
    if (!draftsOf(card).some(stands)) return printed.get(card);
    const words = pairsOf.get(card).map(({ key, printed: word }) => (stands(given.get(key)) ? given.get(key).verdict : word));
    if (words.includes("confirmed")) return "confirmed";
    if (words.includes("none")) return "partly_judged";
    return new Set(words).size === 1 ? words[0] : "not_a_conflict";
  };

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
      else if (printedOf.get(key) !== draft.verdict) given.set(key, draft);
    }
  };

  const mixed = (ones) => new Set(ones.map((one) => (stands(one) ? one.verdict : ""))).size > 1;

  const outcome = (ones) => {
    const judged = ones.filter(stands);
    if (!judged.length) return "";
    const failed = judged.find((one) => one.failed);
    const kept = failed ? `not saved: ${failed.failed}` : !live ? "draft in this browser" : judged.every((one) => one.saved) ? "saved" : "saving…";
    return mixed(ones) ? `${judged.length} of ${ones.length} pairs judged one by one, ${kept}` : kept;
  };

  const paintBar = (judge, ones) => {
    const word = !mixed(ones) && stands(ones[0]) ? ones[0].verdict : null;
    for (const button of judge.querySelectorAll("[data-word]")) button.setAttribute("aria-pressed", String(button.dataset.word === word));
    judge.querySelector(".outcome").classList.toggle("failed", ones.some((one) => one && one.failed));
    judge.querySelector(".outcome").textContent = outcome(ones);
    const note = judge.querySelector(".note input");
    const said = ones.find((one) => stands(one) && one.note);
    if (document.activeElement !== note && ones.some(Boolean)) note.value = said ? said.note : "";
    if (said) judge.querySelector(".note").hidden = false;
  };

  const paint = (card) => {
    card.dataset.verdict = verdictOf(card);
    if (mixed(draftsOf(card))) {
      for (const box of card.querySelectorAll(".alone")) if (stands(given.get(box.dataset.key))) openAlone(card, box);
    }
    for (const judge of card.querySelectorAll(".judge")) paintBar(judge, draftsOf(card, judge.dataset.of));
  };

  const count = () => {
    const judged = page.cards.filter((card) => draftsOf(card).some(stands)).length;
    const left = page.cards.length - page.cards.filter((card) => !["none", "stale", "partly_judged"].includes(card.dataset.verdict)).length;
    box.hidden = !live && judged === 0 && past.length === 0;
    file.hidden = live || judged === 0;
    tally.textContent = `${judged.toLocaleString("en")} ${judged === 1 ? "verdict" : "verdicts"} ${live ? "saved or being saved" : "in this browser"}, `
      + `${left.toLocaleString("en")} without one.${trouble ? " " + trouble : ""}`;
  };

  const barOf = (card, key) => {
    const judge = bar.content.cloneNode(true).firstElementChild;
    judge.dataset.of = key ?? "";
    if (key) judge.setAttribute("aria-label", "Your verdict on this pair alone");
    judge.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (!button) return;
      if (button.dataset.act === "note") openNote(card, key); else give(card, button.dataset.word, key);
    });
    const note = judge.querySelector(".note input");
    note.addEventListener("change", () => annotate(card, note.value, key));
    note.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); note.blur(); back(card, key); } });
    return judge;
  };

  const pairOf = (card, key) => card.querySelector(`.pair[data-key="${key}"]`);
  const back = (card, key) => { if (key && pairOf(card, key)) pairOf(card, key).focus({ preventScroll: true }); else page.go(card); };
  const shut = (box) => { box.querySelector(".judge").remove(); box.querySelector("button").setAttribute("aria-expanded", "false"); };
  const openAlone = (card, box) => {
    if (box.querySelector(".judge")) return;
    box.append(barOf(card, box.dataset.key));
    box.querySelector("button").setAttribute("aria-expanded", "true");
    paintBar(box.querySelector(".judge"), draftsOf(card, box.dataset.key));
  };

  const attach = (card) => {
    page.fill(card);
    const number = pairsOf.get(card).length;
    if (card.querySelector(".judge") || !number) return;
    page.wordsOf(card); // What is searched are the words of the report, not those of the buttons.
    card.querySelector(":scope > .pair").after(barOf(card, null));
    for (const [at, pair] of number > 1 ? card.querySelectorAll(".pair[data-key]").entries() : []) {
      const box = alone.content.cloneNode(true).firstElementChild;
      box.dataset.key = pair.dataset.key;
      box.firstElementChild.addEventListener("click", () => { if (box.querySelector(".judge")) shut(box); else openAlone(card, box); });
      pair.tabIndex = -1;
      pair.setAttribute("role", "group");
      pair.setAttribute("aria-label", `Pair ${at + 1} of ${number}`);
      pair.after(box);
    }
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

  const remember = (card, key) => past.push({ card, key, before: meant(card, key).map((pair) => [pair.key, given.get(pair.key) ?? null]) });

  // A verdict that the ledger has is never taken out of it: withdrawing it is one more line.
  const without = (key) => (live && given.has(key)
    ? { ...given.get(key), verdict: "withdrawn", note: null, given_at: new Date().toISOString(), saved: false } : null);

  const takeBack = (card, only) => {
    remember(card, only);
    change(meant(card, only).map(({ key }) => [key, without(key)]));
  };

  const set = (card, word, note, only) => {
    const given_at = new Date().toISOString();
    const discrepancy_id = card.id.slice(2);
    remember(card, only);
    change(meant(card, only).map(({ id, key }) => [
      key, { conflict_id: id, passage_key: key, discrepancy_id, verdict: word, note: note.trim() || null, given_at },
    ]));
  };

  const annotate = (card, note, only) => {
    const given_at = new Date().toISOString();
    const judged = meant(card, only).map(({ key }) => key).filter((key) => stands(given.get(key)));
    if (!judged.length) return;
    remember(card, only);
    change(judged.map((key) => [key, { ...given.get(key), note: note.trim() || null, given_at, saved: false, failed: "" }]));
  };

  const barAt = (card, key) => Array.from(card.querySelectorAll(".judge")).find((judge) => judge.dataset.of === (key ?? ""));

  const give = (card, word, key) => {
    attach(card);
    if (draftsOf(card, key).every((one) => one && one.verdict === word)) return takeBack(card, key);
    set(card, word, barAt(card, key).querySelector(".note input").value, key);
  };

  const undo = () => {
    const last = past.pop();
    if (!last) return;
    const given_at = new Date().toISOString();
    change(last.before.map(([key, before]) => [
      key, live && before ? { ...before, given_at, saved: false } : before ?? without(key),
    ]));
    if (last.key) back(last.card, last.key); else page.go(last.card);
  };

  const openNote = (card, key) => {
    attach(card);
    const label = barAt(card, key).querySelector(".note");
    label.hidden = false;
    label.querySelector("input").focus();
  };

  // The pair that has the focus is judged alone; from the last one, the way leads back to the whole finding.
  const aloneIn = (card) => {
    const at = document.activeElement && document.activeElement.closest(".pair[data-key], .alone");
    return at && card.contains(at) && pairsOf.get(card).length > 1 ? at.dataset.key : null;
  };

  const nextPair = (card) => {
    attach(card);
    const boxes = Array.from(card.querySelectorAll(".alone"));
    const next = boxes[boxes.findIndex((box) => box.dataset.key === aloneIn(card)) + 1];
    if (!next) return page.go(card);
    if (next.closest(".others")) page.unfold(card);
    for (let part = next.closest("details"); part && card.contains(part); part = part.parentElement.closest("details")) part.open = true;
    openAlone(card, next);
    back(card, next.dataset.key);
    pairOf(card, next.dataset.key).scrollIntoView({ block: "nearest" });
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

  const on = (act) => () => {
    const card = page.current();
    if (!card) return;
    const key = aloneIn(card);
    if (!key) page.go(card);
    act(card, key);
  };
  for (const button of bar.content.querySelectorAll("[data-word]")) {
    page.keys[button.querySelector("kbd").textContent] = on((card, key) => give(card, button.dataset.word, key));
  }
  page.keys.n = on(openNote);
  page.keys.p = on(nextPair);
  page.keys.u = undo;

  const many = document.body.classList.contains("many");
  const near = new IntersectionObserver((seen) => {
    const come = seen.filter((one) => one.isIntersecting).map((one) => one.target);
    for (const card of come) { near.unobserve(card); attach(card); }
    page.fit(come);
  }, { rootMargin: "800px" });
  for (const card of page.cards) if (many) near.observe(card); else attach(card);

  if (live) { who.value = reviewed; who.readOnly = true; box.querySelector(".hint").hidden = true; fetchSaved(); }
  else fetchKept();
  for (const card of page.cards) if (draftsOf(card).some(Boolean)) paint(card);
  if (page.cards.length) count();
  if (!many) page.fit(page.cards);
  if (given.size) page.apply();
})();
