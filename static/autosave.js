// Saves an answer or the header of a proposal while it is written, and keeps a copy on this device until the server has it. Texts come from data attributes.
// The copy holds the writer's own draft text only; it goes when the server has acknowledged it, at sign-out, and after seven days.
(function () {
  'use strict';
  var doc = document;
  var REST = 2000;
  var LONGEST = 15000;
  var SPOKEN = 30000;
  // A line that has swallowed a request says nothing for minutes.
  var PATIENCE = 30000;
  var KEPT = 7 * 24 * 60 * 60 * 1000;
  var SHARED = 'kipp-shared';
  // What a browser still sends while a page closes is limited to 64 KiB for all requests together.
  var LAST_WORDS = 60000;

  // A browser may refuse storage altogether; then there is no copy, and everything else works.
  function store(act) { try { return act(window.localStorage); } catch (refused) { return null; } }
  function isShared() { return store(function (copies) { return copies.getItem(SHARED); }) === '1'; }
  function drop(key) { store(function (copies) { copies.removeItem(key); }); }

  function ask(url, sent) {
    var asked = { method: 'POST', body: sent, headers: { Accept: 'application/json' }, credentials: 'same-origin' };
    var stop = window.AbortController && new window.AbortController();
    if (stop) {
      asked.signal = stop.signal;
      setTimeout(function () { stop.abort(); }, PATIENCE);
    }
    return fetch(url, asked);
  }

  // On the page with two texts the choice is made there. What is chosen is saved before the page is left, and only then the copy goes:
  // without a line, page and copy stay as they are.
  var settled = doc.querySelector('[data-settled]');
  if (settled) {
    var isAsking = false;
    var told = doc.createElement('p');
    told.setAttribute('role', 'status');
    settled.addEventListener('submit', function (event) {
      var chosen = event.target;
      if (!window.fetch || !window.URLSearchParams || !window.FormData) { drop(settled.dataset.settled); return; }
      event.preventDefault();
      event.stopPropagation();
      if (isAsking) return;
      isAsking = true;
      ask(settled.dataset.save, new URLSearchParams(new FormData(chosen))).then(function (answer) {
        if (answer.status >= 500 || answer.status === 429) throw new Error('later');
        if (answer.ok) drop(settled.dataset.settled);
        // Stored already, it is the same text once more; what was refused says why on the page that follows.
        chosen.submit();
      }).catch(function () {
        isAsking = false;
        chosen.appendChild(told);
        told.textContent = settled.dataset.unsaved;
      });
    });
    settled.addEventListener('click', function (event) { if (event.target.closest('a')) drop(settled.dataset.settled); });
    // Two texts that are being joined are a draft too; with a table of figures in it the copy stays what its writer had typed.
    settled.addEventListener('input', function (event) {
      var field = event.target;
      if (field.name !== 'text' || field.form.querySelector('[name^=indicator_]') || isShared()) return;
      var copy = { parts: JSON.stringify([field.value]), version: field.form.elements.version.value, at: Date.now() };
      store(function (copies) { copies.setItem(settled.dataset.settled, JSON.stringify(copy)); });
    });
  }

  var line = doc.querySelector('[data-autosave]');
  if (!line || !window.fetch || !window.URLSearchParams) return;
  var words = line.dataset;
  var form = line.closest('form');
  var version = form.elements.version;
  // What is kept, compared and sent together: the text of an answer with its table of figures, or all fields of a header.
  var WHOLE = 'input[name]:not([type=hidden]), select[name], textarea[name]';
  var parts = Array.prototype.slice.call(form.querySelectorAll('whole' in words ? WHOLE : '[name=text], [data-cell]'));
  function isTick(part) { return part.type === 'radio' || part.type === 'checkbox'; }
  function read(part) { return isTick(part) ? part.checked : part.value; }
  function write(part, value) { if (isTick(part)) part.checked = value === true; else part.value = value; }
  function typed() { return JSON.stringify(parts.map(read)); }
  // A page that opens with a text that is not saved says so: one that was sent before signing in again, or has an error.
  var saved = 'pending' in words ? null : typed();
  var firstUnsaved = 0;
  var pause = LONGEST;
  var tries = 0;
  var timer;
  var flight = null;
  // Why the server did not take what is typed: a status, or 0 when it did or could not be asked.
  var refused = 0;
  // What was sent and never answered: it may be stored. It is sent again before anything newer, which the server takes for the
  // same, so that nobody is shown their own text as somebody else's.
  var waiting = null;
  // Whether the server has an earlier text than what is typed by now.
  var isBehind = false;

  // Who listens instead of looking hears how it stands at most every half minute, and the last of it.
  var spoken = doc.createElement('span');
  var spokenAt = 0;
  var speech;
  spoken.className = 'hide';
  spoken.setAttribute('role', 'status');
  line.insertAdjacentElement('afterend', spoken);
  // Whether the line says that all is saved.
  var isSaid = false;
  function say(text, isAll) {
    isSaid = isAll === true;
    if (line.textContent !== text) line.textContent = text;
    clearTimeout(speech);
    if (text !== words.saving) speech = setTimeout(speak, Math.max(0, spokenAt + SPOKEN - Date.now()));
  }
  function speak() {
    if (spoken.textContent === line.textContent) return;
    spokenAt = Date.now();
    spoken.textContent = line.textContent;
  }
  // Whoever signs out takes the copies along (kipp.js), so what is typed is saved first; where it cannot be, the second press goes on.
  // What still happens before the page closes makes no new copy.
  var isLeaving = false;
  var isWarned = false;
  doc.addEventListener('submit', function (event) {
    if (!/\/keluar\/$/.test(event.target.action) || isLeaving) return;
    if (isWarned || typed() === saved) { isLeaving = true; return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    finish().then(function (done) {
      isWarned = true;
      if (done) { event.target.querySelector('button').click(); return; }
      say(words.leaving);
      line.scrollIntoView();
    });
  }, true);
  // Where no copy can be kept, a page is not left unasked while the line is known to be bad.
  var isKept = false;
  window.addEventListener('beforeunload', function (event) {
    if (isKept || sure || isLeaving || !tries || typed() === saved) return;
    event.preventDefault();
    event.returnValue = '';
  });
  function keep() {
    isKept = false;
    if (isLeaving || isShared()) return;
    var copy = JSON.stringify({ parts: typed(), version: version.value, sent: waiting, at: Date.now() });
    isKept = store(function (copies) { copies.setItem(words.copy, copy); return true; }) === true;
  }
  function later(wait) { clearTimeout(timer); timer = setTimeout(save, wait); }

  function changed() {
    isWarned = false;
    keep();
    // What the line says would not be true of what was typed since.
    if (isSaid && typed() !== saved) say(words.saving);
    var now = Date.now();
    if (!firstUnsaved) firstUnsaved = now;
    // A busy server is spared the pauses between two words; the copy here loses none.
    later(Math.max(0, Math.min(pause > LONGEST ? pause : REST, firstUnsaved + pause - now)));
  }

  function body(text) {
    var values = JSON.parse(text);
    var sent = new URLSearchParams();
    sent.set('csrfmiddlewaretoken', form.elements.csrfmiddlewaretoken.value);
    parts.forEach(function (part, place) {
      if (!isTick(part)) sent.append(part.name, values[place]); else if (values[place]) sent.append(part.name, part.value);
    });
    sent.set('version', version.value);
    return sent;
  }

  // Resolves to true when the server has this very text; one request at a time, the next follows on its version.
  function save() {
    clearTimeout(timer);
    if (flight) return flight.then(save);
    refused = 0;
    isBehind = false;
    if (waiting === null && typed() === saved) { firstUnsaved = 0; drop(words.copy); return Promise.resolve(true); }
    var text = waiting === null ? typed() : waiting;
    waiting = text;
    keep();
    say(words.saving);
    flight = ask(words.autosave, body(text))
      .then(function (answer) {
        pause = Math.max(LONGEST, (Number(answer.headers.get('Autosave-Interval')) || 0) * 1000);
        // Not our words: the session's token is gone, or something on the way has answered.
        if (!/json/.test(answer.headers.get('Content-Type'))) return take(answer.status === 403 ? 401 : 503, { message: words.ended }, text);
        return answer.json().then(function (told) { return take(answer.status, told, text); });
      })
      .catch(function () { return fail(isShared() ? words.unsafe : words.unsaved, true); })
      .then(function (done) { flight = null; return done; });
    return flight;
  }

  function take(status, told, text) {
    tries = 0;
    if (status === 200) {
      version.value = told.version;
      saved = text;
      waiting = null;
      firstUnsaved = 0;
      isBehind = typed() !== text;
      if (isBehind) changed(); else { say(told.message, true); drop(words.copy); }
      return !isBehind;
    }
    if (status < 500) waiting = null;
    if (status >= 500 || status === 429) return fail(isShared() ? words.unsafe : words.unsaved, true);
    refused = status;
    fail(status === 409 ? words.other : told.message, false);
    if (status === 401) askToSignIn();
    return false;
  }

  function fail(text, again) {
    say(text);
    firstUnsaved = 0;
    if (again) { tries += 1; later(Math.min(60000, REST * Math.pow(2, Math.min(tries, 5)))); }
    return false;
  }

  function askToSignIn() {
    var link = doc.createElement('a');
    link.href = words.signIn + '?next=' + encodeURIComponent(location.pathname);
    link.textContent = words.signInLabel;
    line.append(' ', link);
  }

  // Back after a lost line or a closed tab: what was not saved is written on where it was. When something else was saved since,
  // the old version stays with the text, so that saving shows both.
  function restore() {
    var copy = store(function (copies) { return JSON.parse(copies.getItem(words.copy)); });
    if (!copy) return;
    if (Date.now() - copy.at > KEPT || !copy.parts || copy.parts === typed()) { drop(words.copy); return; }
    var kept = JSON.parse(copy.parts);
    // Stored after all, and its answer never came: then what stands here is this writer's own earlier text.
    if (copy.sent !== typed()) version.value = copy.version;
    parts.forEach(function (part, place) { if (place in kept) write(part, kept[place]); });
    parts[0].dispatchEvent(new Event('input', { bubbles: true }));
    say(words.restored);
  }

  // The button saves first: a page that cannot be left with the text saved is not left at all. What the server refuses goes on
  // to it all the same: its page says what to mend, shows both texts, or keeps the text until its writer has signed in again.
  function finish() { return save().then(function (done) { return isBehind ? finish() : done; }); }
  var sure = false;
  var pressed = null;
  form.addEventListener('click', function (event) { pressed = event.target.closest('button') || pressed; });
  form.addEventListener('submit', function (event) {
    if (sure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    var button = pressed;
    finish().then(function (done) {
      if (!done && !refused) return;
      sure = true;
      if (button && button.name) {
        var chosen = doc.createElement('input');
        chosen.type = 'hidden';
        chosen.name = button.name;
        chosen.value = button.value;
        form.appendChild(chosen);
      }
      form.submit();
    });
  });

  parts.forEach(function (part) {
    part.addEventListener('input', changed);
    part.addEventListener('blur', function () { if (typed() !== saved) later(0); });
  });
  window.addEventListener('online', function () { if (typed() !== saved) later(0); });
  window.addEventListener('pagehide', function () {
    var last = body(typed());
    if (sure || typed() === saved || last.toString().length > LAST_WORDS) return;
    fetch(words.autosave, { method: 'POST', body: last, keepalive: true, credentials: 'same-origin' });
  });

  var shared = form.querySelector('[data-shared]');
  var tick = shared.querySelector('input');
  tick.checked = isShared();
  tick.removeAttribute('name');
  shared.hidden = false;
  tick.addEventListener('change', function () {
    store(function (copies) { if (tick.checked) copies.setItem(SHARED, '1'); else copies.removeItem(SHARED); });
    if (tick.checked) { drop(words.copy); isKept = false; } else if (typed() !== saved) keep();
  });

  restore();
  if (saved === null) changed();
})();
