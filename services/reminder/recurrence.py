"""stub"""


def check_rule(text: str) -> str:
    return text
