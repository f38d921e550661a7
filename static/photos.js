// Keeps the pictures of a visit on this device until they are sent, one after another, once there is a line; also when the page was closed
// meanwhile. They go when the server has them, at sign-out (kipp.js) and after seven days; a shared computer keeps none. A picture is made
// smaller first, and loses its place by that; one whose place is to be kept goes as it is. Without this the form sends one at a time.
(function () {
  'use strict';
  var doc = document;
  var form = doc.querySelector('[data-queue]');
  if (!form || !window.fetch || !window.FormData || !window.Promise) return;
  var words = form.dataset;
  var field = form.querySelector('input[type=file]');
  var tick = form.querySelector('input[type=checkbox]');
  var line = form.querySelector('[data-line]');
  var list = doc.querySelector('[data-photos]');
  var token = form.elements.csrfmiddlewaretoken.value;
  var NAME = 'kipp-photos';
  var WIDEST = 2000;
  var LASTS = 7 * 24 * 60 * 60 * 1000;
  var WAITS = [2000, 4000, 8000, 15000, 30000, 60000];
  // What could not be put on the device stays with the page.
  var here = [];
  var isBusy = false;
  var tries = 0;
  var timer;
  var left = 0;

  function say(text, isWrong) {
    if (line.textContent !== text) line.textContent = text;
    line.className = isWrong ? 'error' : 'soft small';
  }
  function isShared() { try { return localStorage.getItem('kipp-shared') === '1'; } catch (refused) { return true; } }

  // Does something with the store of pictures, and gives what it answers.
  function store(mode, act) {
    return new Promise(function (done, fail) {
      if (!window.indexedDB || isShared()) { fail(new Error('no store')); return; }
      var opening = indexedDB.open(NAME, 1);
      opening.onupgradeneeded = function () { opening.result.createObjectStore('photos', { keyPath: 'id', autoIncrement: true }); };
      opening.onerror = function () { fail(opening.error); };
      opening.onsuccess = function () {
        var base = opening.result;
        var work = base.transaction('photos', mode);
        var asked = act(work.objectStore('photos'));
        work.oncomplete = function () { base.close(); done(asked.result); };
        work.onabort = function () { base.close(); fail(work.error); };
      };
    });
  }
  function waiting() {
    return store('readonly', function (photos) { return photos.getAll(); }).catch(function () { return []; }).then(function (all) {
      var old = all.filter(function (one) { return Date.now() - one.at > LASTS; });
      old.forEach(forget);
      return all.filter(function (one) { return one.queue === words.queue && old.indexOf(one) < 0; }).concat(here);
    });
  }
  function forget(one) {
    here = here.filter(function (other) { return other !== one; });
    if (!one.id) return Promise.resolve();
    return store('readwrite', function (photos) { return photos.delete(one.id); }).catch(function () { /* it is sent again, and is there once */ });
  }

  // No wider and no higher than 2000 pixels; what cannot be read as a picture goes as it is, and the server judges it.
  function smaller(file) {
    if (!/^image\/(jpeg|png)$/.test(file.type) || !window.createImageBitmap) return Promise.resolve(file);
    return createImageBitmap(file).then(function (picture) {
      var scale = Math.min(1, WIDEST / Math.max(picture.width, picture.height));
      var canvas = doc.createElement('canvas');
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, file.type, 0.85); });
    }).then(function (made) { return made || file; }).catch(function () { return file; });
  }

  function keep(file, keepsPlace) {
    var one = { queue: words.queue, name: file.name, type: file.type, place: keepsPlace, at: Date.now() };
    return (keepsPlace ? Promise.resolve(file) : smaller(file))
      .then(function (content) { return new Response(content).arrayBuffer(); })
      .then(function (bytes) {
        one.bytes = bytes;
        return store('readwrite', function (photos) { return photos.add(one); });
      })
      .catch(function () { if (one.bytes) here.push(one); else say(words.unkept, true); });
  }

  // True: it is settled, sent or refused for good.
  function send(one) {
    var sent = new FormData();
    sent.set('file', new Blob([one.bytes], { type: one.type }), one.name);
    if (one.place) sent.set('keeps_place', 'on');
    var asked = { method: 'POST', body: sent, credentials: 'same-origin', redirect: 'error' };
    asked.headers = { Accept: 'application/json', 'X-CSRFToken': token };
    return fetch(form.action, asked).then(function (answer) {
      if (!/json/.test(answer.headers.get('Content-Type'))) throw new Error('no answer of ours');
      return answer.json().then(function (told) {
        if (answer.status >= 500 || answer.status === 429) throw new Error('later');
        if (answer.status === 401) { askToSignIn(told.message); return null; }
        if (answer.status === 403) { say(told.message, true); return null; }
        return forget(one).then(function () { if (answer.ok) show(one.name); else say(one.name + ': ' + told.message, true); return answer.ok; });
      });
    });
  }
  function show(name) {
    var row = doc.createElement('li');
    row.textContent = name;
    list.appendChild(row);
  }
  function askToSignIn(text) {
    say(text + ' ', true);
    var link = doc.createElement('a');
    link.href = words.signIn + '?next=' + encodeURIComponent(location.pathname);
    link.textContent = words.signInLabel;
    line.appendChild(link);
  }

  function run() {
    clearTimeout(timer);
    if (isBusy) return;
    isBusy = true;
    waiting().then(function (all) {
      left = all.length;
      if (!left) return true;
      say(words.sending);
      return all.reduce(function (before, one) {
        return before.then(function (isFine) {
          if (isFine === null) return null;
          return send(one).then(function (done) { left -= 1; return done === null ? null : done && isFine; });
        });
      }, Promise.resolve(true)).then(function (isFine) {
        if (isFine) say(words.sent);
        return isFine;
      });
    }).then(function () { tries = 0; }, function () {
      say((here.length ? words.unkept : words.waiting).replace('{n}', left), true);
      timer = setTimeout(run, WAITS[Math.min(tries, WAITS.length - 1)]);
      tries += 1;
    }).then(function () { isBusy = false; });
  }

  field.multiple = true;
  field.addEventListener('change', function () {
    var chosen = Array.prototype.slice.call(field.files);
    if (!chosen.length) return;
    var keepsPlace = tick.checked;
    field.value = '';
    Promise.all(chosen.map(function (file) { return keep(file, keepsPlace); })).then(run);
  });
  form.addEventListener('submit', function (event) { event.preventDefault(); run(); });
  form.querySelector('button').hidden = true;
  window.addEventListener('online', function () { tries = 0; run(); });
  window.addEventListener('beforeunload', function (event) {
    if (!here.length) return;
    event.preventDefault();
    event.returnValue = '';
  });
  Array.prototype.forEach.call(doc.querySelectorAll('[data-offline]'), function (one) { one.hidden = false; });
  run();
})();
