"""How long an SMS is: by the alphabet that its text needs (3GPP TS 23.038).

A message of signs that are all in the GSM 7-bit default alphabet holds 160 of them, the ten of
its extension table counting two; any other sign makes it a UCS-2 message of 70 sixteen-bit units.
"""

from __future__ import annotations

from dataclasses import dataclass

BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
"""The default alphabet, without the sign that leads to the extension table."""
EXTENSION = frozenset("\f^{}\\[~]|€")
"""Signs that take two: the leading sign and their own."""
GSM7_LIMIT, UCS2_LIMIT = 160, 70


@dataclass(frozen=True, slots=True)
class SmsLength:
    """Length of a text as one message: units used and units there are."""

    alphabet: str
    units: int
    limit: int

    @property
    def fits(self) -> bool:
        """Whether one message holds it."""
        return self.units <= self.limit


def sms_length(text: str) -> SmsLength:
    """The length of a text in the alphabet that it needs."""
    if set(text) <= BASIC | EXTENSION:
        return SmsLength("GSM-7", sum(1 + (sign in EXTENSION) for sign in text), GSM7_LIMIT)
    return SmsLength("UCS-2", len(text.encode("utf-16-be")) // 2, UCS2_LIMIT)
