"""report.html opened in headless Chromium: drawn, silent, reachable by keyboard, readable."""

import json
import shutil

import pytest
from report_example import example_run, example_tables

from cxtext.report.findings import findings
from cxtext.report.html import write_html

INSTALL = "apt-get install chromium chromium-driver fonts-noto-cjk"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=f"needs headless Chromium: {INSTALL}"),
]
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"
    " --disable-component-update --disable-sync --disable-dev-shm-usage --window-size=1280,900"
).split()

OVERFLOW = """
const wide = document.documentElement.clientWidth;
return [...document.querySelectorAll('body *')].filter(e => !e.closest('.scroll, .chart, .skip, .sr')
  && e.getBoundingClientRect().right > wide + 1).map(e => e.tagName + ' ' + e.textContent.trim().slice(0, 40));
"""
CONTRAST = """
const light = c => { const v = c.map(x => (x /= 255) <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4);
  return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
const numbers = s => s.match(/[0-9.]+/g).map(Number);
const ground = e => { for (; e; e = e.parentElement) { const c = numbers(getComputedStyle(e).backgroundColor);
  if (c.length < 4 || c[3] > 0) return c.slice(0, 3); } return [255, 255, 255]; };
const bad = [];
for (const e of document.querySelectorAll('main *, nav *')) {
  if (![...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())) continue;
  if (!e.getClientRects().length) continue;
  const svg = e instanceof SVGElement, style = getComputedStyle(e);
  const a = light(numbers(svg ? style.fill : style.color).slice(0, 3)), b = light(svg ? [255, 255, 255] : ground(e));
  const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  if (ratio < 4.5) bad.push(e.textContent.trim().slice(0, 30) + ' ' + ratio.toFixed(2));
}
return bad;
"""
CUT = """
return [...document.querySelectorAll('.chart svg')].flatMap(svg => { const box = svg.getBoundingClientRect();
  return [...svg.querySelectorAll('text')].filter(t => { const r = t.getBoundingClientRect();
    return r.left < box.left - 1 || r.right > box.right + 1 || r.top < box.top - 1 || r.bottom > box.bottom + 1; })
    .map(t => t.textContent); });
"""
CROSSED = """
return [...document.querySelectorAll('.priority .chart svg')].flatMap(svg => {
  const labels = [...svg.querySelectorAll('.role-mark text')].map(t => [t.textContent, t.getBoundingClientRect()]);
  return labels.flatMap(([a, r], i) => labels.slice(i + 1).filter(([b, s]) => Math.min(r.right, s.right) - Math.max(r.left, s.left) > 2
    && Math.min(r.bottom, s.bottom) - Math.max(r.top, s.top) > 4).map(([b]) => a + ' / ' + b)); });
"""


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in [*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"]:
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module", params=["en", "ko", "zh-Hant"])
def opened(request, browser, tmp_path_factory):
    """The page in one language, and what the browser logged while it loaded."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    write_html(
        path, findings(example_tables(request.param, n=900), example_run(request.param), request.param)
    )
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    browser.get(path.as_uri())
    logs = {kind: browser.get_log(kind) for kind in ("browser", "performance")}
    return browser, path.as_uri(), logs


def resize(browser, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def test_no_console_message_and_no_request_but_the_page(opened):
    _, uri, logs = opened
    assert logs["browser"] == []
    events = [json.loads(entry["message"])["message"] for entry in logs["performance"]]
    asked = [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]
    assert [url for url in asked if url.split("#")[0] != uri and not url.startswith("data:")] == []


def test_the_policy_stops_requests_and_scripts(opened):
    browser, *_ = opened
    blocked = browser.execute_async_script("""
      const done = arguments[0]; const image = new Image();
      image.onload = () => done(false); image.onerror = () => done(true); image.src = 'http://127.0.0.1:9/x.png';""")
    assert blocked
    assert any("Content Security Policy" in entry["message"] for entry in browser.get_log("browser"))


def test_charts_are_drawn(opened):
    browser, *_ = opened
    resize(browser, 1280)
    boxes = browser.execute_script("""
      return [...document.querySelectorAll('.chart svg, svg.trend, .score svg.interval')].map(e => { const r = e.getBoundingClientRect();
        return [r.width, r.height, e.querySelectorAll('path, polyline, circle').length]; });""")
    assert len(boxes) >= 6 + 10 + 3
    assert all(width > 50 and height > 10 and marks > 0 for width, height, marks in boxes)
    named = browser.execute_script(
        "return [...document.querySelectorAll('svg[role=img]')].map(e => e.getAttribute('aria-label'))"
    )
    assert all(len(name) > 10 for name in named)


def test_no_text_is_cut_or_crossed(opened):
    browser, *_ = opened
    resize(browser, 1280)
    assert browser.execute_script(CUT) == []
    assert browser.execute_script(CROSSED) == []


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_no_horizontal_overflow(opened, width):
    browser, *_ = opened
    resize(browser, width)
    for unfolded in (False, True):
        browser.execute_script(
            "document.querySelectorAll('details').forEach(d => d.open = arguments[0])", unfolded
        )
        assert browser.execute_script(OVERFLOW) == []
        assert browser.execute_script(
            "return document.documentElement.scrollWidth <= document.documentElement.clientWidth"
        )
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = false)")
    resize(browser, 1280)


def test_contrast(opened):
    browser, *_ = opened
    browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = true)")
    try:
        assert browser.execute_script(CONTRAST) == []
    finally:
        browser.execute_script("document.querySelectorAll('details').forEach(d => d.open = false)")


def test_every_link_and_fold_is_reached_by_tab(opened):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    browser, uri, _ = opened
    browser.get(uri)
    wanted = browser.execute_script("""
      const all = [...document.querySelectorAll('a, summary')]; all.forEach((e, i) => e.dataset.i = i); return all.length;""")
    # Scrollable regions take a stop too, so there are more presses than targets.
    ActionChains(browser).send_keys(Keys.TAB).perform()
    assert browser.execute_script("return document.activeElement.className") == "skip"
    browser.execute_script(
        "window.seen = new Set([document.activeElement.dataset.i]); document.addEventListener('focusin', e => seen.add(e.target.dataset.i))"
    )
    for _ in range((wanted + 40) // 20 + 1):
        ActionChains(browser).send_keys(Keys.TAB * 20).perform()
    seen = browser.execute_script("return [...seen].filter(x => x !== undefined).length")
    assert seen == wanted


def test_a_fold_opens_by_key_and_shows_its_table(opened):
    browser, *_ = opened
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    summary = browser.find_element(By.CSS_SELECTOR, "#drivers details:last-of-type summary")
    summary.send_keys(Keys.ENTER)
    table = browser.find_element(By.CSS_SELECTOR, "#drivers details[open] table.data")
    assert table.is_displayed()
    summary.send_keys(Keys.ENTER)


def test_prints_on_a4_without_cutting_charts(opened):
    import base64

    browser, *_ = opened
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    resize(browser, 688)  # A4 less the margins, at 96 px an inch
    try:
        assert browser.execute_script(CUT) == []
        assert (
            browser.execute_script("return getComputedStyle(document.querySelector('.contents')).display")
            == "none"
        )
        boxes = browser.execute_script(
            "return [...document.querySelectorAll('.chart svg')].map(e => [e.getBoundingClientRect().right, e.getBoundingClientRect().height])"
        )
        assert all(right <= 689 and height < 980 for right, height in boxes)
        printed = browser.execute_cdp_cmd(
            "Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True}
        )
        assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        resize(browser, 1280)


def test_korean_and_chinese_are_drawn_as_themselves(opened):
    """Without a font for a script every character is the same box."""
    browser, *_ = opened
    drawn = browser.execute_script("""
      const c = document.createElement('canvas'), g = c.getContext('2d', {willReadFrequently: true});
      return [...'배송遲延'].map(t => { g.clearRect(0, 0, 50, 50); g.font = '32px ' + getComputedStyle(document.body).fontFamily;
        g.fillText(t, 5, 40); return g.getImageData(0, 0, 50, 50).data.join(); });""")
    assert len(set(drawn)) == 4, f"no fonts for Korean or Chinese: {INSTALL}"
