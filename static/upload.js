// Sends a chosen file in parts and goes on after a cut, also in another browser within a day: the server knows the file by its
// fingerprint. Pictures are made smaller first. Without this, or when anything here is not to be had, the form sends the file whole.
// Beside an answer a file is sent as soon as it is chosen, and the page stays; what is being typed is not touched. A file that belongs
// to a form (`keeps`) is sent the same way and counts with that form, which names it instead of carrying it.
(function () {
  'use strict';
  var doc = document;
  var sign = doc.querySelector('[data-upload]');
  if (!sign || !window.fetch || !window.FormData || !window.Promise) return;
  var place = sign.parentNode;
  var field = place.querySelector('input[type=file]');
  var form = field.form;
  var words = sign.dataset;
  var isBeside = !words.then;
  var WIDEST = 2000;
  // A line that has swallowed a part says nothing for minutes; a part on the slowest line that is of use takes less.
  var PATIENCE = 90000;
  var WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
  var token = form.elements.csrfmiddlewaretoken.value;
  var line = doc.createElement('p');
  line.setAttribute('role', 'status');
  field.insertAdjacentElement('afterend', line);
  var isBusy = false;
  // The button that was last clicked, and the one that waits for the file.
  var clicked = null;
  var pressed = null;

  function say(text, isWrong) {
    if (line.textContent !== text) line.textContent = text;
    line.className = isWrong ? 'error' : '';
  }
  function pause(time) { return new Promise(function (go) { setTimeout(go, time); }); }
  // The end of an upload: `isRefused` when the server said so, and trying the same file again is in vain.
  function Stop(text, isRefused) { this.text = text; this.isRefused = isRefused; }

  // Asks until there is an answer: a cut line is waited for, a refusal is not.
  function ask(url, body, tries) {
    var sent = { method: 'POST', body: body, credentials: 'same-origin', redirect: 'error', headers: { 'X-CSRFToken': token } };
    var stop = window.AbortController && new window.AbortController();
    var tired = setTimeout(function () { if (stop) stop.abort(); }, PATIENCE);
    if (stop) sent.signal = stop.signal;
    return fetch(url, sent).finally(function () { clearTimeout(tired); }).then(function (answer) {
      if (answer.status >= 500 || answer.status === 429) throw new Error('later');
      return answer.json().then(function (said) {
        if (answer.ok || (answer.status === 409 && said.received !== undefined)) return said;
        throw new Stop(said.message, answer.status !== 401);
      });
    }).catch(function (trouble) {
      if (trouble instanceof Stop) throw trouble;
      if (tries >= words.tries) throw new Stop(words.failed);
      say(words.waiting);
      return pause(WAITS[Math.min(tries, WAITS.length - 1)]).then(function () { return ask(url, body, tries + 1); });
    });
  }

  function fingerprint(file) {
    if (!window.crypto || !crypto.subtle || !file.arrayBuffer) return Promise.resolve('');
    return file.arrayBuffer().then(function (bytes) { return crypto.subtle.digest('SHA-256', bytes); }).then(function (hash) {
      return Array.prototype.map.call(new Uint8Array(hash), function (one) { return ('0' + one.toString(16)).slice(-2); }).join('');
    });
  }

  // A picture no wider and no higher than 2000 pixels; what cannot be read as one goes as it is, and the server judges it.
  function smaller(file) {
    if (!/^image\/(jpeg|png)$/.test(file.type) || !window.createImageBitmap) return Promise.resolve(file);
    return createImageBitmap(file).then(function (picture) {
      var scale = WIDEST / Math.max(picture.width, picture.height);
      if (scale >= 1) return file;
      var canvas = doc.createElement('canvas');
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext('2d').drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, file.type, 0.85); })
        .then(function (made) { return made && made.size < file.size ? made : file; });
    }).catch(function () { return file; });
  }

  function send(content, place, received) {
    if (received >= content.size) return Promise.resolve();
    var percent = Math.floor(100 * received / content.size);
    say(words.sending.replace('{percent}', percent));
    var end = Math.min(content.size, received + place.part);
    var part = new Blob([content.slice(received, end)], { type: 'application/octet-stream' });
    return ask(place.address + '?offset=' + received, part, 0).then(function (said) {
      return send(content, place, said.state === 'UPLOADING' ? said.received : content.size);
    });
  }

  function upload(file) {
    say(words.preparing);
    return smaller(file).then(function (content) {
      return fingerprint(content).then(function (hash) {
        var start = new FormData();
        start.set('name', file.name);
        start.set('size', content.size);
        start.set('sha256', hash);
        if (form.elements.replaces) start.set('replaces', form.elements.replaces.value);
        return ask(words.upload, start, 0).then(function (place) {
          return send(content, place, place.received).then(function () {
            if (words.keeps) return { kept: place.kept, message: words.kept.replace('{name}', file.name) };
            say(words.finishing);
            return ask(place.finish, new FormData(), 0);
          });
        });
      });
    });
  }

  function fail(trouble) {
    isBusy = false;
    say(trouble instanceof Stop ? trouble.text : words.failed, true);
    // What the line cut off stays chosen, and goes whole with the form when that is sent.
    if (isBeside && trouble.isRefused) field.value = '';
    pressed = null;
  }

  function begin(then) {
    var file = field.files[0];
    isBusy = true;
    if (words.keeps) letGo();
    upload(file).then(function (said) {
      if (said.state === 'UPLOADING') throw new Stop(words.failed);
      isBusy = false;
      if (words.keeps) form.elements[words.keeps].value = said.kept;
      say(said.message);
      then(file);
    }).catch(fail);
  }

  // Whoever chooses another file means no longer the one that is here.
  function letGo() {
    form.elements[words.keeps].value = '';
    var note = place.querySelector('.note');
    if (note) note.parentNode.removeChild(note);
  }

  // Beside an answer: the field is free again, and whoever pressed a button meanwhile goes where it leads.
  function goOn(sent) {
    doc.dispatchEvent(new Event('kipp:file'));
    if (field.files[0] !== sent) return begin(goOn);
    field.value = '';
    if (pressed) pressed.click();
  }

  if (isBeside) {
    if (!words.keeps) place.querySelector('[value=file]').hidden = true;
    field.addEventListener('change', function () { if (field.files[0] && !isBusy) begin(goOn); });
    // The list says it better by now (files.js).
    doc.addEventListener('kipp:checked', function () { if (!isBusy && !line.className) say(''); });
    form.addEventListener('click', function (event) { clicked = event.target.closest('button') || clicked; });
  }

  // Before anybody else hears of it (autosave.js): a page with a file under way is not left, and one with a chosen file sends that.
  doc.addEventListener('submit', function (event) {
    if (event.target !== form || !(isBusy || (!isBeside && field.files[0]))) return;
    event.preventDefault();
    event.stopPropagation();
    if (isBusy) { pressed = clicked; return; }
    begin(function () { location.assign(words.then); });
  }, true);
})();
