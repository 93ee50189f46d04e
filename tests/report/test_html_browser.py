"""report.html opened in headless Chromium: drawn, silent, reachable by keyboard, readable."""

import base64
import json
import shutil
from pathlib import Path

import pytest
from report_example import example_run, example_tables

from cxtext.report.findings import findings
from cxtext.report.html import write_html

INSTALL = "apt-get install chromium chromium-driver fonts-noto-cjk"
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
CHECKS = Path(__file__).with_name("page_checks.js").read_text(encoding="utf-8")
FLAGS = (
    *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--window-size=1280,900"),
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not (CHROMIUM and DRIVER), reason=f"needs headless Chromium: {INSTALL}"),
]


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    from selenium import webdriver
    from selenium.webdriver.chrome.service import Service

    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()


@pytest.fixture(scope="module", params=["en", "ko", "zh-Hant"])
def opened(request, browser, tmp_path_factory):
    """The page in one language, and what the browser logged while it loaded."""
    path = tmp_path_factory.mktemp("report") / "report.html"
    lang = request.param
    write_html(path, findings(example_tables(lang, n=900), example_run(lang), lang))
    browser.get("about:blank")  # the browser's own new-tab page may still be loading its parts
    for kind in ("browser", "performance"):
        browser.get_log(kind)
    browser.get(path.as_uri())
    logs = {kind: browser.get_log(kind) for kind in ("browser", "performance")}
    return browser, path.as_uri(), logs


def ask(browser, question):
    return browser.execute_script(f"{CHECKS}\nreturn {question};")


def resize(browser, width):
    size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def press_tab(browser, times):
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    ActionChains(browser).send_keys(Keys.TAB * times).perform()


def test_no_console_message_and_no_request_but_the_page(opened):
    _, uri, logs = opened
    assert logs["browser"] == []
    events = [json.loads(entry["message"])["message"] for entry in logs["performance"]]
    sent = [e["params"] for e in events if e["method"] == "Network.requestWillBeSent"]
    asked = [e["request"]["url"] for e in sent if e["documentURL"] == uri]
    assert uri in asked
    assert [url for url in asked if url != uri and not url.startswith("data:")] == []


def test_the_policy_stops_requests(opened):
    browser, *_ = opened
    blocked = browser.execute_async_script(
        "const done = arguments[0], image = new Image(); image.onload = () => done(false);"
        "image.onerror = () => done(true); image.src = 'http://127.0.0.1:9/x.png';"
    )
    assert blocked
    assert any("Content Security Policy" in entry["message"] for entry in browser.get_log("browser"))


def test_charts_are_drawn(opened):
    browser, *_ = opened
    resize(browser, 1280)
    drawings = ask(browser, "drawings()")
    assert len(drawings) == 3 + 6 + 10 + 1  # headline intervals, two charts a metric, a trend a topic, sizes
    assert all(width > 50 and height > 10 and marks > 0 for width, height, marks in drawings)


def test_no_text_of_a_chart_is_cut_or_covered(opened):
    browser, *_ = opened
    resize(browser, 1280)
    assert ask(browser, "cut()") == []
    assert ask(browser, "crossed()") == []


@pytest.mark.parametrize("width", [1280, 820, 390])
def test_no_horizontal_overflow(opened, width):
    browser, *_ = opened
    resize(browser, width)
    for unfolded in ("true", "false"):
        ask(browser, f"fold({unfolded})")
        assert ask(browser, "overflow()") == []
        page = "document.documentElement"
        assert ask(browser, f"{page}.scrollWidth <= {page}.clientWidth")
    resize(browser, 1280)


def test_the_table_of_segments_has_the_width_of_its_card(opened):
    browser, *_ = opened
    resize(browser, 1280)
    width = "document.querySelector('{}').getBoundingClientRect().width"
    table, panels = (
        ask(browser, width.format(f".topic .panels{inner}")) for inner in (" > .full .forest", "")
    )
    assert panels > 800
    assert table == pytest.approx(panels, abs=1)


def test_contrast(opened):
    browser, *_ = opened
    ask(browser, "fold(true)")
    assert ask(browser, "contrast()") == []
    ask(browser, "fold(false)")


def test_every_link_and_fold_is_reached_by_tab(opened):
    browser, uri, _ = opened
    browser.get(uri)
    wanted = ask(browser, "watchFocus()")
    press_tab(browser, 1)
    assert ask(browser, "document.activeElement.className") == "skip"
    for _ in range(wanted // 20 + 3):  # scrollable regions take a stop of their own
        press_tab(browser, 20)
    assert ask(browser, "reached.size") == wanted


def test_a_fold_opens_by_key_and_shows_its_table(opened):
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    browser, *_ = opened
    summary = browser.find_element(By.CSS_SELECTOR, "#drivers details:last-of-type summary")
    summary.send_keys(Keys.ENTER)
    assert browser.find_element(By.CSS_SELECTOR, "#drivers details[open] table.data").is_displayed()
    summary.send_keys(Keys.ENTER)


def test_prints_on_a4_without_cutting_charts(opened):
    browser, *_ = opened
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    resize(browser, 688)  # A4 less the margins, at 96 pixels an inch
    try:
        assert ask(browser, "cut()") == []
        assert ask(browser, "overflow()") == []
        assert ask(browser, "getComputedStyle(document.querySelector('.contents')).display") == "none"
        assert all(width <= 688 and height < 980 for width, height, _ in ask(browser, "drawings()"))
        printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})
        assert base64.b64decode(printed["data"]).startswith(b"%PDF")
    finally:
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
        resize(browser, 1280)


def test_korean_and_chinese_are_drawn_as_themselves(opened):
    """Without a font for a script, every character is the same box."""
    browser, *_ = opened
    assert len(set(ask(browser, "pixels('배송遲延')"))) == 4, f"no Korean or Chinese font: {INSTALL}"
