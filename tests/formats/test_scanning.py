import pytest

from lunargraph.formats.scanning import comments_of, first_quoted_triple, leading_comment


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", []),
        ("# a\n  # b\r\nex:a ex:b ex:c . # d\r# e", [1, 2, 3, 4]),
        ("<http://e/#x> <http://e/b> <http://e/c#d> .", []),
        ("ex:a ex:b \"# no\" , '# no' . # yes", [1]),
        ('ex:a ex:b """ # no\n # "" no \\""" # no""" . # yes', [2]),
        ("ex:a ex:b ''' # no\n '' ''' . # yes", [2]),
        ('ex:a ex:b "\\\\" . # yes', [1]),
        ('ex:a ex:b "\\"# no" .', []),
        ("ex:a\\#no\n ex:b#yes\n ex:c .", [2]),
        ('ex:a ex:b "" # yes\n, """""" . # yes', [1, 2]),
        ("ex:a ex:b 1 .#", [1]),
    ],
)
def test_comments_are_told_from_what_only_looks_like_them(text: str, lines: list[int]) -> None:
    assert comments_of(text) == lines


@pytest.mark.parametrize(
    ("text", "comment"),
    [
        ("", []),
        ("\n\n", []),
        ("ex:a ex:b ex:c . # no", []),
        ("# only\n", ["# only"]),
        ("\n# a\r\n\r\n  # b  \n\nex:a ex:b ex:c .\n# no", ["# a", "", "# b"]),
    ],
)
def test_the_leading_comment_ends_where_the_statements_begin(text: str, comment: list[str]) -> None:
    assert leading_comment(text) == comment


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("ex:a ex:b ex:c .", None),
        ('ex:a ex:b "<<" . # <<', None),
        ("ex:a ex:b\n  <<( ex:a ex:b ex:c )>> .", (2, 3)),
        ("é <<", (1, 3)),
    ],
)
def test_quoted_triples_are_found(text: str, place: tuple[int, int] | None) -> None:
    assert first_quoted_triple(text) == place
