// Asks what is like a title once the typing rests, and shows the answer below the field. Without it the next page says the same.
(function () {
  'use strict';
  var doc = document;
  var REST = 600;
  var box = doc.querySelector('[data-similar]');
  var field = box && doc.getElementById(box.dataset.field);
  if (!field || !window.fetch || !window.URL) return;
  var asked = field.value;
  var latest = 0;
  var timer;
  // A screen reader hears how many there are, not all of them at each pause.
  var spoken = doc.createElement('p');
  spoken.className = 'hide';
  spoken.setAttribute('role', 'status');
  box.insertAdjacentElement('afterend', spoken);

  function look() {
    if (field.value === asked) return;
    asked = field.value;
    latest += 1;
    var mine = latest;
    var url = new URL(box.dataset.similar, location.href);
    url.searchParams.set('title', asked);
    fetch(url, { credentials: 'same-origin', redirect: 'error' })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (part) {
        if (part === null || mine !== latest) return;
        box.innerHTML = part;
        var heading = box.querySelector('h2, h3, b');
        spoken.textContent = heading ? heading.textContent : '';
      })
      // Not reached: what is shown stays, and saving shows it anew.
      .catch(function () {});
  }
  field.addEventListener('input', function () { clearTimeout(timer); timer = setTimeout(look, REST); });
})();
