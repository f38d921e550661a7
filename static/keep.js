// Keeps what is typed into a form on this device until it was sent, where nothing saves it meanwhile. A copy belongs to one person and one
// occasion: once the form has done its work the occasion is another, and the copy goes, as at sign-out (kipp.js) and after seven days.
(function () {
  'use strict';
  var doc = document;
  var LASTS = 7 * 24 * 60 * 60 * 1000;
  var form = doc.querySelector('form[data-keep]');
  if (!form) return;
  var words = form.dataset;
  var fields = Array.prototype.slice.call(form.querySelectorAll('textarea[name]'));

  // A browser may refuse storage altogether, and a shared computer keeps nothing (autosave.js); the form works without.
  function store(act) { try { return act(window.localStorage); } catch (refused) { return null; } }
  function drop() { store(function (copies) { copies.removeItem(words.keep); }); }

  form.addEventListener('input', function () {
    var typed = {};
    fields.forEach(function (field) { if (field.value) typed[field.name] = field.value; });
    var copy = JSON.stringify({ occasion: words.occasion, typed: typed, at: Date.now() });
    store(function (copies) { if (copies.getItem('kipp-shared') !== '1') copies.setItem(words.keep, copy); });
  });

  var copy = store(function (copies) { return JSON.parse(copies.getItem(words.keep)); });
  if (!copy) return;
  if (copy.occasion !== words.occasion || Date.now() - copy.at > LASTS) { drop(); return; }
  // What the server shows was typed later: it came back with an error, or from before signing in again.
  if (fields.some(function (field) { return field.value; })) return;
  var isRestored = false;
  fields.forEach(function (field) {
    if (!copy.typed[field.name]) return;
    field.value = copy.typed[field.name];
    isRestored = true;
  });
  if (!isRestored) return;
  var line = doc.createElement('p');
  line.className = 'soft small';
  line.setAttribute('role', 'status');
  form.insertAdjacentElement('beforebegin', line);
  line.textContent = words.restored;
})();
