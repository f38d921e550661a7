// Sends a chosen file in parts and goes on after a cut, also in another browser within a day: the server knows the file by its
// fingerprint. Pictures are made smaller first. Without this, or when anything here is not to be had, the form sends the file whole.
(function () {
  'use strict';
  var doc = document;
  var form = doc.querySelector('[data-upload]');
  var field = form && form.querySelector('input[type=file]');
  if (!field || !window.fetch || !window.FormData || !window.Promise) return;
  var words = form.dataset;
  var WIDEST = 2000;
  var WAITS = [1000, 2000, 4000, 8000, 15000, 30000];
  var token = form.elements.csrfmiddlewaretoken.value;
  var line = doc.createElement('p');
  line.setAttribute('role', 'status');
  field.insertAdjacentElement('afterend', line);
  var isBusy = false;

  function say(text) { if (line.textContent !== text) line.textContent = text; }
  function pause(time) { return new Promise(function (go) { setTimeout(go, time); }); }
  function Stop(text) { this.text = text; }

  // Asks until there is an answer: a cut line is waited for, a refusal is not.
  function ask(url, body, tries) {
    var sent = { method: 'POST', body: body, credentials: 'same-origin', redirect: 'error', headers: { 'X-CSRFToken': token } };
    return fetch(url, sent).then(function (answer) {
      if (answer.status >= 500 || answer.status === 429) throw new Error('later');
      return answer.json().then(function (said) {
        if (answer.ok || (answer.status === 409 && said.received !== undefined)) return said;
        throw new Stop(said.message);
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
            say(words.finishing);
            return ask(place.finish, new FormData(), 0);
          });
        });
      });
    });
  }

  form.addEventListener('submit', function (event) {
    var file = field.files && field.files[0];
    if (!file) return;
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    upload(file).then(function (said) {
      if (said.state === 'UPLOADING') throw new Stop(words.failed);
      say(said.message);
      location.assign(words.then);
    }).catch(function (trouble) {
      isBusy = false;
      say(trouble instanceof Stop ? trouble.text : words.failed);
    });
  });
})();
