"""What a prompt is after, in several languages, with tools, with pictures, later in a conversation, without text."""

import json
from pathlib import Path

import duckdb
import pytest

from tasks.landing.cues import read_cues
from tasks.landing.keyed import install_macros
from tests.landing.build import Row, land, put_rows, request, said

ASKED = {
    "software_engineering": [
        "Write a function in Python that merges two sorted lists.",
        "Fix this:\n```\nfor (;;) {}\n```",
        "Schreibe eine Funktion, die eine Liste umdreht.",
        "Escribe una función que ordene un código postal.",
        "用代码实现一个排序算法",
        "Напиши функцию, которая сортирует список",
        "リストを並べ替える関数を書いてください",
        "리스트를 정렬하는 함수를 작성해 줘",
    ],
    "agentic_tool_use": [
        "You have access to the following tools: search(query), open(url).",
        "Plan the function calls that book the seat.",
        "你可以使用以下可用工具并决定调用工具的顺序",
        "Выбери вызов инструмента для погоды",
    ],
    "reasoning": [
        "Solve for x: $x^2 - 5x + 6 = 0$.",
        "Tom has 3 apples and buys twice as many each day. How many apples has he after 4 days?",
        "Berechne, wie viele Wege es gibt.",
        "¿Cuántas manzanas quedan? Calcula el total.",
        "求解这个方程并证明",
        "Сколько яблок осталось? Вычисли.",
    ],
    "data_generation": [
        "Generate 20 diverse question-answer pairs about tides as JSONL.",
        "Create a synthetic dataset of support tickets.",
        "请生成一百条训练数据",
        "Erzeuge synthetische Daten für einen Datensatz.",
    ],
    "vision": ["What is in this image?", "Was ist auf dem Bild zu sehen?", "请描述这张图片", "この画像を説明して"],
    "translation": [
        "Translate into Portuguese: we arrive at 5 in the evening",
        "Übersetze den Satz ins Englische.",
        "Traduis cette lettre.",
        "Переведи на английский.",
        "把这句话翻译成英文",
        "次の文を翻訳してください",
    ],
    "other": [
        "",
        "What is the capital of Peru?",
        "Write a poem on rust.",
        "Wie wird das Wetter morgen?",
        "我今天心情不好想聊聊天",
        "Who reads the code of Hammurabi today?",
        "She went to class after lunch.",
    ],
}


def _one(root: Path, **given: object) -> str | None:
    put_rows(root, [request(**given)])
    told: str | None = land(root).requests[0]["capability"]
    return told


def test_prompts_are_told_apart_in_several_languages(tmp_path: Path) -> None:
    asked = {f"{name} {n}": text for name, texts in ASKED.items() for n, text in enumerate(texts)}
    put_rows(tmp_path, [request(name, messages=said(text)) for name, text in asked.items()])
    told = {name: row["capability"] for name, row in land(tmp_path).by_id.items()}
    assert told == {name: name.split()[0] for name in asked}


@pytest.mark.parametrize(
    ("given", "capability"),
    [
        ({}, None),
        ({"tool_count": 0}, None),
        ({"tool_count": 2}, "agentic_tool_use"),
        ({"tool_count": 2, "messages": said("Write a function in Python.")}, "agentic_tool_use"),
        ({"messages": said("Be terse.", role="system")}, None),
    ],
)
def test_tools_tell_where_nothing_else_does(tmp_path: Path, given: Row, capability: str | None) -> None:
    assert _one(tmp_path, **given) == capability


@pytest.mark.parametrize(
    "part",
    [
        {"type": "image_url", "image_url": {"url": "x"}},
        {"type": "image", "source": {"type": "base64", "data": "x"}},
        {"type": "input_image", "image_url": "x"},
        {"inlineData": {"mimeType": "image/png", "data": "x"}},
    ],
)
def test_a_picture_is_vision_whatever_is_asked_of_it(tmp_path: Path, part: Row) -> None:
    content = json.dumps([{"type": "text", "text": "Write this as HTML"}, part])
    assert _one(tmp_path, messages=said(content)) == "vision"


def test_a_turn_that_says_nothing_goes_with_the_first(tmp_path: Path) -> None:
    begun = said("Write a function in Python that merges lists.")
    later = [*begun, *said("Here it is.", role="assistant"), *said("And if one is empty?")]
    turned = [*later, *said("So.", role="assistant"), *said("Now translate the comment into Polish.")]
    put_rows(tmp_path, [request("later", messages=later), request("turned", messages=turned)])
    told = {name: row["capability"] for name, row in land(tmp_path).by_id.items()}
    assert told == {"later": "software_engineering", "turned": "translation"}


def test_every_cue_is_found_and_weighs_as_the_file_says() -> None:
    con = duckdb.connect()
    install_macros(con, b"k")
    cues = read_cues()
    for cue, weight in cues.weights.items():
        assert con.execute("select weight_of([hash(?)])", [cue]).fetchall() == [(weight,)], cue
    assert con.execute("select weight_of([hash('no cue')]) is not null").fetchall() == [(True,)]


def test_every_cue_is_found_whole_by_both_patterns() -> None:
    con = duckdb.connect()
    install_macros(con, b"k")
    missed = "select cue from (select unnest(?) as cue) where regexp_extract_all('- ' || cue || ' .', {}) <> [cue]"
    cues = list(read_cues().weights)
    assert con.execute(missed.format("getvariable('cue_pattern')"), [cues]).fetchall() == []
    in_ascii = [cue for cue in cues if cue.isascii()]
    assert con.execute(missed.format("getvariable('cue_pattern_ascii')"), [in_ascii]).fetchall() == []


def test_a_cue_said_a_hundred_times_counts_once() -> None:
    con = duckdb.connect()
    install_macros(con, b"k")
    assert con.execute("select len(cues_of(repeat('Java java ', 50), 500))").fetchall() == [(1,)]
