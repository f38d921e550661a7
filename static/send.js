// Sends the proposal and, when the answer gets lost on the way, asks by the form's own key what became of it. Texts come from data
// attributes. Without it the address of the form says the same; pressing again is always safe, because one key sends once.
(function () {
  'use strict';
  var doc = document;
  var PATIENCE = 15000;
  var PAUSE = 1000;
  var SURE = 10000;
  var form = doc.querySelector('[data-sending]');
  if (!form || !window.fetch || !window.AbortController || !window.URLSearchParams) return;
  var line = form.querySelector('[data-state]');
  var button = form.querySelector('button');
  var words = form.dataset;
  var busy = false;
  var turn = 0;

  function say(text, kind, address) {
    line.textContent = '';
    var note = doc.createElement('div');
    note.className = 'note ' + kind;
    var part = doc.createElement('p');
    part.textContent = text + ' ';
    if (address) {
      var link = doc.createElement('a');
      link.href = address;
      link.textContent = words.receipt;
      part.appendChild(link);
    }
    note.appendChild(part);
    line.appendChild(note);
  }

  // Resolves within the time, or fails: a line that swallows everything is a lost answer too.
  function reach(address, options, time) {
    var ending = new AbortController();
    var timer = setTimeout(function () { ending.abort(); }, time);
    options.signal = ending.signal;
    options.credentials = 'same-origin';
    return fetch(address, options).finally(function () { clearTimeout(timer); });
  }

  function again(text) {
    say(text, 'warn');
    button.textContent = words.again;
    busy = false;
  }

  // Until the server has said for ten seconds that nothing arrived; while it cannot be reached, nothing is claimed.
  function makeSure() {
    var mine = turn;
    var since = 0;
    say(words.sure, 'info');
    function ask() {
      if (mine !== turn) return;
      reach(form.action, { headers: { Accept: 'application/json' } }, PAUSE * 3)
        .then(function (answer) {
          if (!answer.ok || !/json/.test(answer.headers.get('Content-Type'))) throw new Error('no answer of ours');
          return answer.json();
        })
        .then(function (told) {
          if (mine !== turn) return;
          since = since || Date.now();
          if (told.is_sent) { say(told.message, 'ok', told.url); return; }
          if (Date.now() - since >= SURE - PAUSE) { again(told.message); return; }
          setTimeout(ask, PAUSE);
        })
        .catch(function () {
          if (mine !== turn) return;
          if (!since) again(words.away);
          setTimeout(ask, PAUSE);
        });
    }
    ask();
  }

  form.addEventListener('submit', function (event) {
    event.preventDefault();
    if (busy) return;
    busy = true;
    turn += 1;
    reach(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) }, PATIENCE)
      .then(function (answer) {
        if (answer.redirected && answer.ok) { location.assign(answer.url); return; }
        if (answer.status >= 500) { makeSure(); return; }
        // The page says why not: let the browser fetch and show it as its own.
        form.submit();
      })
      .catch(makeSure);
  });
})();
