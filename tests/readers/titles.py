"""Titles as Zotero can hold them: every mark, every script, every sign that means something somewhere."""

from __future__ import annotations

import re

MARKED = {
    "markup": "The <i>Sinaloa</i> and <b>bold</b> H<sub>2</sub>O and x<sup>3</sup> on an"
    ' <span class="nocase">iPhone</span> by <span style="font-variant:small-caps;">nasa</span> observers',
    "quotes": "“The ‘inner “innermost” words’ said” and so «dijo» she",
    "signs": "R&D at 100% for $5_000 #1 ~ ^ \\ {braces} [brackets] | `tick` * a < b > c",
    "maths": "Bounds on $O(n^2)$ and ∑ x ≤ ∞, α → β, ∫ f(x), ℝ ∈ ∀",
    "emoji": "Plata 😀 o plomo 💊",
    "accents": "A\u0301vila and n\u0303andu\u0301, Dvořák, Nguyễn, Łódź, İstanbul",
    "hebrew": "מקאם בעיר המוזיקה",
    "arabic": "تهريب المخدرات في المكسيك",
    "chinese": "墨西哥毒品战争",
    "japanese": "メキシコ麻薬戦争",
    "korean": "멕시코 마약 전쟁",
    "cyrillic": "Наркокартели Мексики и общество",
    "greek": "Τα ναρκωτικά στο Μεξικό",
    "devanagari": "मेक्सिको में नशीली दवाएँ",
    "thai": "ยาเสพติดในเม็กซิโก",
    "mixed": "The word سلام in an English title",
}
LANGUAGES = {
    "hebrew": "he", "arabic": "ar", "chinese": "zh-CN", "japanese": "ja", "korean": "ko", "cyrillic": "ru",
    "greek": "el", "devanagari": "hi", "thai": "th",
}  # fmt: skip


def plain(title: str) -> str:
    """A title without Zotero's markup, as a reader's program should show it."""
    return re.sub(r"</?(?:i|b|sub|sup|span)(?: [^>]*)?>", "", title)
