// Passkeys: hand the server's question to the browser, and the browser's answer to the form. The texts stand in the page.
(function () {
  'use strict';
  var doc = document;

  function toBytes(text) {
    var plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    var bytes = new Uint8Array(plain.length);
    for (var at = 0; at < plain.length; at += 1) bytes[at] = plain.charCodeAt(at);
    return bytes.buffer;
  }
  function toText(buffer) {
    var plain = '';
    new Uint8Array(buffer).forEach(function (byte) { plain += String.fromCharCode(byte); });
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  }
  function withBytes(key) { return Object.assign({}, key, { id: toBytes(key.id) }); }

  function read(question) {
    var asked = JSON.parse(question).publicKey;
    asked.challenge = toBytes(asked.challenge);
    if (asked.user) asked.user.id = toBytes(asked.user.id);
    if (asked.excludeCredentials) asked.excludeCredentials = asked.excludeCredentials.map(withBytes);
    if (asked.allowCredentials) asked.allowCredentials = asked.allowCredentials.map(withBytes);
    return { publicKey: asked };
  }
  function write(key) {
    var response = {};
    ['clientDataJSON', 'attestationObject', 'authenticatorData', 'signature', 'userHandle'].forEach(function (name) {
      if (key.response[name]) response[name] = toText(key.response[name]);
    });
    if (key.response.getTransports) response.transports = key.response.getTransports();
    return JSON.stringify({
      type: key.type,
      id: key.id,
      rawId: toText(key.rawId),
      authenticatorAttachment: key.authenticatorAttachment || null,
      response: response,
      clientExtensionResults: key.getClientExtensionResults()
    });
  }

  Array.prototype.forEach.call(doc.querySelectorAll('[data-passkey]'), function (form) {
    var note = form.querySelector('[data-passkey-note]');
    if (!window.PublicKeyCredential || !navigator.credentials) return;
    form.querySelector('[data-passkey-row]').hidden = false;
    note.textContent = '';
    form.addEventListener('submit', function (event) {
      event.preventDefault();
      note.textContent = '';
      // The page lets one sending through in two seconds; the browser's question is none.
      delete form.dataset.sent;
      navigator.credentials[form.dataset.passkey](read(form.dataset.question)).then(function (key) {
        form.querySelector('[data-passkey-answer]').value = write(key);
        form.submit();
      }).catch(function () { note.textContent = form.dataset.failed; });
    });
  });
})();
