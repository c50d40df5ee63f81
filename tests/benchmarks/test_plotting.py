import re
from xml.etree import ElementTree

from plotting import plot

LINES = {"ours": [(10_000, 0.5), (100_000, 2.0)], "theirs & co": [(100_000, 2.1), (10_000, 0.4)]}


def drawn() -> str:
    return plot(LINES, x_title="triples", y_title="seconds")


def test_the_picture_is_well_formed_and_names_each_line() -> None:
    root = ElementTree.fromstring(drawn())  # noqa: S314  # our own text
    texts = {element.text for element in root.iter() if element.tag.endswith("text")}
    assert {"triples", "seconds", "ours", "theirs & co", "10,000", "100,000", "0.1", "10"} <= texts


def test_names_do_not_stand_over_one_another() -> None:
    heights = [float(y) for y in re.findall(r'<text x="572" y="([\d.]+)"', drawn())]
    assert len(heights) == 2
    assert abs(heights[0] - heights[1]) >= 15


def test_a_decade_is_as_wide_as_the_next() -> None:
    picture = plot({"one": [(1, 1), (10, 10), (100, 100)]}, x_title="x", y_title="y")
    xs = [float(x) for x in re.findall(r'<circle cx="([\d.]+)"', picture)]
    assert xs[1] - xs[0] == xs[2] - xs[1] > 0


def test_one_point_is_enough() -> None:
    assert plot({"one": [(10_000, 1.0)]}, x_title="x", y_title="y").count("<circle") == 1


def test_a_little_more_than_a_power_of_ten_needs_no_further_one() -> None:
    picture = plot({"one": [(9_990, 1), (100_010, 2)]}, x_title="x", y_title="y")
    assert "10,000" in picture
    assert ">1,000<" not in picture
    assert "1,000,000" not in picture
