// What scripts add, and nothing a page needs: focus on the error summary, word counter, confirm dialog,
// row click, show password, digit keys on a score sheet, one sending per click. Texts come from data attributes.
(function () {
  'use strict';
  var doc = document;
  doc.documentElement.classList.add('js');

  function each(selector, act) { Array.prototype.forEach.call(doc.querySelectorAll(selector), act); }

  // Error summary: the reader starts there; a link puts the label above the field in view, then the field in focus.
  each('[data-focus]', function (box) {
    box.focus();
    box.addEventListener('click', function (event) {
      var link = event.target.closest('a');
      var target = link && doc.getElementById(link.hash.slice(1));
      if (!target) return;
      event.preventDefault();
      (target.closest('.field') || target).scrollIntoView();
      target.focus({ preventScroll: true });
    });
  });

  // Words: between white space, holding at least one letter or digit. The same class stands in competition/words.py;
  // tests/vectors/words.json holds both to the same numbers.
  var space = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/;
  var word = new RegExp('[\\p{L}\\p{N}]', 'u');
  function countWords(text) {
    return text.split(space).filter(function (token) { return word.test(token); }).length;
  }
  each('[data-count]', function (line) {
    var box = doc.getElementById(line.dataset.count);
    if (!box) return;
    var limit = Number(line.dataset.limit);
    var format = new Intl.NumberFormat(doc.documentElement.lang === 'en' ? 'en' : 'id');
    var spoken = doc.createElement('span');
    var timer;
    spoken.className = 'hide';
    spoken.setAttribute('role', 'status');
    line.insertAdjacentElement('afterend', spoken);
    // The figures of a table belong to the answer, so their words count with it.
    var cells = box.form ? box.form.querySelectorAll('[data-cell]') : [];
    function typed() {
      return Array.prototype.reduce.call(cells, function (text, cell) { return text + '\n' + cell.value; }, box.value);
    }
    function show(quiet) {
      var left = limit - countWords(typed());
      line.textContent = (left < 0 ? line.dataset.over : line.dataset.left).replace('{n}', format.format(Math.abs(left)));
      line.classList.toggle('over', left < 0);
      clearTimeout(timer);
      // A screen reader hears the number once the typing rests, and only near or over the limit.
      if (!quiet && left < limit / 10) timer = setTimeout(function () { spoken.textContent = line.textContent; }, 1500);
    }
    box.addEventListener('input', function () { show(false); });
    Array.prototype.forEach.call(cells, function (cell) { cell.addEventListener('input', function () { show(false); }); });
    show(true);
  });

  // Confirm: the link leads to a page; where dialogs exist, the same question opens here.
  doc.addEventListener('click', function (event) {
    var opener = event.target.closest('[data-dialog]');
    var dialog = opener && doc.getElementById(opener.dataset.dialog);
    if (dialog && dialog.showModal && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      dialog.showModal();
    }
    var closer = event.target.closest('[data-close]');
    if (closer) closer.closest('dialog').close();
    each('.menu[open]', function (menu) { if (!menu.contains(event.target)) menu.open = false; });
  });

  // Tables: a click anywhere in the row follows its first link, unless text is being selected.
  each('[data-rows]', function (table) {
    table.addEventListener('click', function (event) {
      var row = event.target.closest('tbody tr');
      var link = row && row.querySelector('a');
      if (!link || event.target.closest('a, button, input, select, label') || String(getSelection())) return;
      if (event.ctrlKey || event.metaKey) open(link.href); else link.click();
    });
  });

  each('.secret', function (box) {
    var input = box.querySelector('input');
    var button = doc.createElement('button');
    button.type = 'button';
    button.className = 'btn line';
    function show(visible) {
      input.type = visible ? 'text' : 'password';
      button.textContent = visible ? box.dataset.hide : box.dataset.show;
    }
    button.addEventListener('click', function () { show(input.type === 'password'); });
    input.form.addEventListener('submit', function () { show(false); });
    show(false);
    box.appendChild(button);
  });

  // Score sheet: digits choose while the focus is inside a group; Ctrl+Enter saves.
  doc.addEventListener('keydown', function (event) {
    if (event.key === 'Escape') each('.menu[open]', function (menu) { menu.open = false; menu.firstElementChild.focus(); });
    var group = event.target.closest && event.target.closest('.levels');
    if (group && /^\d$/.test(event.key) && !event.ctrlKey && !event.altKey && !event.metaKey) {
      Array.prototype.forEach.call(group.querySelectorAll('input'), function (radio) {
        if (radio.value === event.key && !radio.disabled) { radio.focus(); radio.click(); }
      });
    }
    var sheet = event.target.closest && event.target.closest('form.sheet');
    if (sheet && event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      var save = sheet.querySelector('button:not([type=button])');
      if (save) save.click();
    }
  });

  // Whoever signs out leaves no copy of a draft on the device (autosave.js makes them).
  doc.addEventListener('submit', function (event) {
    if (!/\/keluar\/$/.test(event.target.action)) return;
    try {
      Object.keys(localStorage).forEach(function (key) { if (key.indexOf('kipp:') === 0) localStorage.removeItem(key); });
      // The pictures of a visit (photos.js).
      indexedDB.deleteDatabase('kipp-photos');
    } catch (refused) { /* no storage, no copies */ }
  });

  // The end of an idle session: said five minutes before, and put off without leaving the page.
  each('[data-session]', function (form) {
    var line = form.querySelector('[role=status]');
    var timer;
    function wait(seconds) {
      clearTimeout(timer);
      form.classList.remove('due');
      line.textContent = '';
      timer = setTimeout(function () {
        form.classList.add('due');
        line.textContent = form.dataset.warning;
      }, Math.max(0, seconds - 300) * 1000);
    }
    form.addEventListener('submit', function (event) {
      if (!window.fetch) return;
      event.preventDefault();
      fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' } })
        .then(function (answer) { return answer.json(); })
        .then(function (end) {
          form.querySelector('time').textContent = end.until;
          wait(end.seconds);
        })
        // Not reached, or over already: the warning stays, and what was typed too.
        .catch(function () { form.classList.add('due'); });
    });
    wait(Number(form.dataset.session));
  });

  // One click, one sending. The server is safe against the second; this only spares a slow line.
  doc.addEventListener('submit', function (event) {
    var form = event.target;
    var now = Date.now();
    if (form.method === 'post' && now - (Number(form.dataset.sent) || 0) < 2000) event.preventDefault();
    else form.dataset.sent = now;
  });
})();
