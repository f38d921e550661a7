// Single keys for a screening desk: a letter presses the link or button that carries it, wherever one reads; not while somebody
// types, and not once they are switched off. Every one of them can be clicked or reached by Tab as well.
(function () {
  'use strict';
  var doc = document;
  var KEPT = 'kipp.keys';
  var toggle = doc.querySelector('[data-keys-switch]');
  var form = doc.querySelector('form.sheet');

  var off = false;

  // Where the browser keeps nothing, the keys are on again on the next page.
  function areOff() { try { return localStorage.getItem(KEPT) === 'off'; } catch (refused) { return off; } }
  function keep(value) { off = value; try { localStorage.setItem(KEPT, value ? 'off' : 'on'); } catch (refused) { return; } }
  function show() { if (toggle) toggle.textContent = areOff() ? toggle.dataset.on : toggle.dataset.off; }
  if (toggle) {
    toggle.hidden = false;
    toggle.addEventListener('click', function () { keep(!areOff()); show(); });
    show();
  }

  // Who chose a refusal goes on where it is said why: at the first line that is not met, else at the words.
  if (form && form.dataset.start) {
    var target = form.querySelector('[name^="check_"]:checked:not([value="ya"])') || form.querySelector('textarea');
    if (target) target.focus();
  }

  function types(element) {
    return /^(TEXTAREA|SELECT)$/.test(element.tagName) || (element.tagName === 'INPUT' && !/^(radio|checkbox)$/.test(element.type));
  }
  doc.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && event.ctrlKey && form && event.target.form === form) {
      event.preventDefault();
      form.querySelector('[data-whole]').click();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing || types(event.target)) return;
    if (!/^[a-z]$/i.test(event.key) || areOff()) return;
    var place = doc.querySelector('[data-key="' + event.key.toLowerCase() + '"]');
    if (!place) return;
    event.preventDefault();
    place.click();
  });
})();
