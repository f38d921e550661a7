"""A link leads to one video of a provider we know, or to nothing; what is kept of it is written by us."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from submissions.videos import NoVideo, Video, parse_video

KEY = "dQw4w9WgXcQ"


@pytest.mark.parametrize(
    "link",
    [
        f"https://www.youtube.com/watch?v={KEY}",
        f"http://www.youtube.com/watch?v={KEY}",
        f"https://youtube.com/watch?v={KEY}&t=42s",
        f"https://m.youtube.com/watch?app=desktop&v={KEY}#bagian",
        f"https://youtu.be/{KEY}",
        f"https://youtu.be/{KEY}?si=abcDEF_-12&t=1",
        f"https://www.youtube.com/shorts/{KEY}",
        f"https://www.youtube.com/live/{KEY}?feature=share",
        f"https://www.youtube.com/embed/{KEY}",
        f"HTTPS://WWW.YouTube.COM/watch?v={KEY}",
        f"youtu.be/{KEY}",
        f"  www.youtube.com/watch?v={KEY}\n",
    ],
)
def test_links_as_people_copy_them_are_taken(link):
    video = parse_video(link)
    assert video == Video("YOUTUBE", KEY)
    assert video.address == f"https://www.youtube.com/watch?v={KEY}"
    assert video.player == f"https://www.youtube-nocookie.com/embed/{KEY}"


REFUSED = [
    "",
    "youtube",
    "http://youtube.com@127.0.0.1/",
    f"http://youtube.com@127.0.0.1/watch?v={KEY}",
    f"https://www.youtube.com:x@jahat.test/watch?v={KEY}",
    f"https://www.youtube.com.evil.id/watch?v={KEY}",
    f"https://evil.id/www.youtube.com/watch?v={KEY}",
    f"https://evil.id?https://www.youtube.com/watch?v={KEY}",
    f"https://xyoutube.com/watch?v={KEY}",
    f"https://music.youtube.com/watch?v={KEY}",
    f"https://www.youtube.com:8080/watch?v={KEY}",
    f"https://www.youtube.com./watch?v={KEY}",
    "//169.254.169.254/",
    f"//www.youtube.com/watch?v={KEY}",
    "http://169.254.169.254/latest/meta-data/",
    "2130706433",
    f"http://2130706433/watch?v={KEY}",
    "http://0x7f000001/",
    "http://[::ffff:127.0.0.1]/",
    f"[::ffff:127.0.0.1]/watch?v={KEY}",
    "javascript:alert(1)",
    f"javascript:alert(1)//www.youtube.com/watch?v={KEY}",
    "data:text/html,<script>alert(1)</script>",
    f"file:///www.youtube.com/watch?v={KEY}",
    f"ftp://www.youtube.com/watch?v={KEY}",
    "https://youtube.com/redirect?q=http://169.254.169.254/",
    f"https://www.youtube.com/redirect?q=https://jahat.test&v={KEY}",
    f"https://www.youtube.com/attribution_link?u=/watch?v={KEY}",
    "https://www.youtube.com/@kanal",
    "https://www.youtube.com/playlist?list=PL123",
    "https://www.youtube.com/watch",
    "https://www.youtube.com/watch?v=",
    f"https://www.youtube.com/watch?v={KEY[:-1]}",
    f"https://www.youtube.com/watch?v={KEY}x",
    f"https://www.youtube.com/watch?v={KEY}&v=aaaaaaaaaaa",
    f"https://www.youtube.com/watch?v={KEY}%00",
    f"https://www.youtube.com/watch?v={KEY[:-3]}%2F%2F",
    f"https://www.youtube.com/watch?v={KEY[:-1]}\u0430",
    f"https://youtu.be/{KEY}/../x",
    f"https://youtu.be//{KEY}x",
    f"https://www.youtube\u3002com/watch?v={KEY}",
    f"https://www.youtub\u0435.com/watch?v={KEY}",
    f"https://\uff59outube.com/watch?v={KEY}",
    f"https://www.youtube.com\u2044watch?v={KEY}",
    f"https://www.youtube.com\\@jahat.test/watch?v={KEY}",
    f"https:\\\\www.youtube.com/watch?v={KEY}",
    f"https://www.youtube.com/watch?v={KEY}\nhttps://jahat.test",
    f"https://www.youtube.com/watch?v={KEY} onclick=alert(1)",
    f'https://www.youtube.com/watch?v={KEY}"><script>',
    f"https://www.you\ttube.com/watch?v={KEY}",
    f"https://www.youtube.com/watch?v={KEY}\0",
    f"\u202ehttps://www.youtube.com/watch?v={KEY}",
    f"https://www.youtube.com/watch?v={KEY}&x=" + "a" * 500,
    "https://vimeo.com/123456",
]


@pytest.mark.parametrize("link", REFUSED)
def test_every_other_link_is_refused_in_words(link):
    with pytest.raises(NoVideo) as caught:
        parse_video(link)
    assert caught.value.reason.startswith("Tautan harus menuju satu video YouTube")


PIECES = ["https://", "http:", "//", "www.youtube.com", "youtu.be", "/", "watch", "?", "v=", KEY, *"&@:#.\\", "%2e"]
LINKS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=10).map("".join)


@given(st.one_of(st.text(max_size=300), LINKS))
def test_of_anything_at_all_comes_an_address_of_ours_or_a_refusal(link):
    try:
        video = parse_video(link)
    except NoVideo:
        return
    assert re.fullmatch(r"https://www\.youtube\.com/watch\?v=[A-Za-z0-9_-]{11}", video.address)
