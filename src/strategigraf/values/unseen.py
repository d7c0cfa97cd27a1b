"""Signs that cannot be seen, shown, so that a message about words says what they are made of."""

_BLANK_LETTERS = "\u034f\u115f\u1160\u2800\u3164\uffa0"  # printable by their kind, and yet nothing is seen


def shown(text: str) -> str:
    r"""*text* with every sign that cannot be seen, and every blank but the usual one, as `\u200b`."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign if sign.isprintable() and sign not in _BLANK_LETTERS else _escape(sign) for sign in text)


def _escape(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"
