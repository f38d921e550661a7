"""The pages of an institution's webhooks: a secret shown once, what was told, and the three buttons."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from competition.clock import read_clock
from competition.models import Webhook, WebhookDelivery
from tests.competition.operations.test_webhooks import make
from tests.submissions.views.pages import sign_in, text_of


def page(cast, *more):
    name = ("webhooks", "webhook", "webhook_deed")[len(more)]
    return reverse(f"competition:{name}", args=[cast.institution.code, *more])


def test_a_webhook_is_made_tried_and_removed(cast):
    client = sign_in(cast.administrator)
    asked = {"url": "https://data.contoh.test/kipp", "events": ["proposal_submitted", "outcome_known"]}
    response = client.post(page(cast), asked)
    secret = response.context["made"].secret
    assert secret in response.text
    assert response.headers["Cache-Control"] == "private, no-store"
    assert secret not in client.get(page(cast)).text
    assert "sudah menjadi webhook" in client.post(page(cast), asked).text
    code = Webhook.objects.get().code
    assert client.post(page(cast, code, "uji"), follow=True).status_code == 200
    assert WebhookDelivery.objects.get().event == "ping"
    assert "ping" in text_of(client.get(page(cast, code)))
    assert "tidak sedang dijeda" in client.post(page(cast, code, "lanjutkan"), follow=True).text
    assert client.post(page(cast, code, "lain")).status_code == 404
    assert client.post(page(cast, code, "hapus"), follow=True).status_code == 200
    assert client.get(page(cast, code)).status_code == 404


def test_a_bad_address_is_refused_in_words(cast):
    client = sign_in(cast.administrator)
    for url, words in (("http://a.contoh.test", "dimulai dengan https://"), ("https://10.0.0.1", "Tulis nama domain lengkap")):
        assert words in text_of(client.post(page(cast), {"url": url, "events": ["outcome_known"]}))
    assert "Pilih kejadian yang diberitahukan" in text_of(client.post(page(cast), {"url": "https://a.contoh.test"}))


def test_strangers_find_none_and_a_leader_only_removes(cast):
    code = make(cast).webhook.code
    assert sign_in(cast.other_administrator).get(page(cast, code)).status_code == 404
    leader = sign_in(cast.leader)
    assert leader.get(page(cast, code)).status_code == 200
    assert leader.post(page(cast, code, "uji")).status_code == 403
    assert leader.post(page(cast, code, "hapus")).status_code == 302


def test_the_log_asks_no_more_for_many_rows_than_for_one(cast):
    hook, client, at = make(cast).webhook, sign_in(cast.administrator), read_clock()

    def count():
        client.get(page(cast, hook.code))
        with CaptureQueriesContext(connection) as caught:
            client.get(page(cast, hook.code))
        return len(caught)

    def more(number):
        for _ in range(number):
            WebhookDelivery.objects.create(webhook=hook, event="ping", happened_at=at, not_before=at, state="FAILED")

    more(1)
    few = count()
    more(4)
    assert count() == few <= 12
