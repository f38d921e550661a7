// Keeps the list of files on an open page up to date while something about it will still change, with growing pauses, and says aloud
// what changed. It stops by itself; then, and without this, the way to look again stands below the list. Texts come from the list.
(function () {
  'use strict';
  var doc = document;
  var FIRST = 2000;
  var LONGEST = 30000;
  var ENOUGH = 10 * 60 * 1000;
  var box = doc.querySelector('[data-files]');
  if (!box || !window.fetch) return;
  var again = doc.querySelector('[data-reload]');
  var spoken = doc.createElement('p');
  spoken.className = 'hide';
  spoken.setAttribute('role', 'status');
  box.insertAdjacentElement('afterend', spoken);
  var pause, until, timer;

  function isOpen() { return Boolean(box.querySelector('[data-open]')); }

  // Each file with its state, as it is read out.
  function lines() {
    return Array.prototype.map.call(box.querySelectorAll('li'), function (row) {
      return Array.prototype.map.call(row.querySelectorAll('b, .tag, .error'), function (part) { return part.textContent; }).join(', ');
    });
  }

  // The new list takes the old one's place; whoever stands on a link in it stands there afterwards.
  function show(html) {
    var before = lines();
    var standing = box.contains(doc.activeElement) && doc.activeElement.getAttribute('href');
    box.innerHTML = html;
    Array.prototype.forEach.call(box.querySelectorAll('a'), function (link) {
      if (standing && link.getAttribute('href') === standing) link.focus();
    });
    var changed = lines().filter(function (line) { return before.indexOf(line) < 0; });
    if (changed.length) spoken.textContent = changed.join('. ');
  }

  function look() {
    clearTimeout(timer);
    if (doc.hidden) return later();
    return fetch(box.dataset.files, { credentials: 'same-origin', redirect: 'error' })
      .then(function (answer) {
        if (answer.ok) return answer.text();
        // Signed out, or closed to this reader by now: asking again changes nothing.
        if (answer.status < 500 && answer.status !== 429) until = 0;
        throw new Error('no list');
      })
      .then(function (html) { if (html.trim() !== box.innerHTML.trim()) show(html); })
      .catch(function () { /* the next look may reach it */ })
      .then(later);
  }

  function later() {
    var goesOn = isOpen() && Date.now() < until;
    if (again) again.hidden = goesOn || !isOpen();
    if (!isOpen()) doc.dispatchEvent(new Event('kipp:checked'));
    if (!goesOn) return;
    timer = setTimeout(look, pause);
    pause = Math.min(LONGEST, pause * 1.5);
  }

  function begin() { pause = FIRST; until = Date.now() + ENOUGH; }

  // upload.js says so when another file is here.
  doc.addEventListener('kipp:file', function () { begin(); look(); });
  doc.addEventListener('visibilitychange', function () { if (!doc.hidden && isOpen()) { begin(); look(); } });
  begin();
  later();
})();
