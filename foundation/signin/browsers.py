"""A browser in a few words, so that people recognise their own among their sign-ins. Pure."""

from __future__ import annotations

# The first mark that fits names it: everybody claims to be Chrome and Safari.
BROWSERS = (
    ("QIHU", "360浏览器"),
    ("360SE", "360浏览器"),
    ("QAXBROWSER", "奇安信浏览器"),
    ("MICROMESSENGER", "微信"),
    ("QQBROWSER", "QQ浏览器"),
    ("METASR", "搜狗浏览器"),
    ("EDG", "Edge"),
    ("FIREFOX", "Firefox"),
    ("CHROME", "Chrome"),
    ("SAFARI", "Safari"),
)
SYSTEMS = (
    ("WINDOWS", "Windows"),
    ("ANDROID", "安卓"),
    ("IPHONE", "iPhone"),
    ("IPAD", "iPad"),
    ("MAC OS", "Mac"),
    ("KYLIN", "麒麟"),
    ("UOS", "统信UOS"),
    ("LINUX", "Linux"),
)


def named(user_agent: str) -> str:
    """“Chrome，Windows”; 未知浏览器 when nothing is recognised."""
    marks = user_agent.upper()
    browser = next((name for mark, name in BROWSERS if mark in marks), "")
    system = next((name for mark, name in SYSTEMS if mark in marks), "")
    return "，".join(filter(None, (browser, system))) or "未知浏览器"
