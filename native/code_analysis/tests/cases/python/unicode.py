"""Überschrift 🎉."""


def größe(名前="😀"):
    """日本語の説明。"""
    return f"{名前}👨‍👩‍👧" or "é"


class Ñandú:
    def método(self): return "𝒳"
