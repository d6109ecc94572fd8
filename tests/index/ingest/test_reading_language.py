"""Languages are claimed where they are clear, and never for an English question."""

from __future__ import annotations

import subprocess
import sys

import pytest

from index.ingest.language import detect_language

FOREIGN = """
es ¿Quién abrió el nuevo puente sobre el río?
es ¿Cuántos barcos salieron del puerto el lunes?
es ¿Por qué se cerró la escuela del pueblo?
es ¿Has visto cuánto cuesta ahora el pan?
es Dónde viven los pescadores de esta isla
de Wer hat die neue Brücke über den Fluss eröffnet?
de Wie viele Schiffe haben am Montag den Hafen verlassen?
de Warum wurde die Schule im Dorf geschlossen?
de Wie teuer ist das Brot heute geworden?
de Wo wohnen die Fischer auf dieser Insel
fr Qui a ouvert le nouveau pont sur la rivière ?
fr Combien de bateaux ont quitté le port lundi ?
fr Pourquoi l'école du village a-t-elle fermé ?
fr Quel est maintenant le prix du pain ?
fr Où habitent les pêcheurs de cette île
ru Кто открыл новый мост через реку?
ru Сколько кораблей вышло из порта в понедельник?
ru Почему закрыли школу в этой деревне?
ru Сколько теперь стоит хлеб в городе?
ru Где живут рыбаки на этом острове
zh 谁为河上的新桥剪彩？
zh 星期一有多少艘船离开港口？
zh 村里的学校为什么关闭了？
zh 現在麵包多少錢一個？
zh 这个岛上的渔民住在哪里
ar من افتتح الجسر الجديد على النهر؟
ar كم سفينة غادرت الميناء يوم الاثنين؟
ar لماذا أغلقت المدرسة في القرية؟
ar كم يبلغ سعر الخبز الآن؟
ar أين يعيش الصيادون في هذه الجزيرة
uk Хто відкрив новий міст через річку в місті?
ja 川にかかる新しい橋を開いたのは誰ですか？
ko 강 위의 새 다리를 누가 열었습니까?
el Ποιος άνοιξε τη νέα γέφυρα;
he מי פתח את הגשר החדש?
hi नदी पर नया पुल किसने खोला?
"""

ENGLISH = """
Who opened the bridge?
why?
bridge opening date
price of bread per loaf
Emmanuel Dubois
Jürgen Müller mayor Düsseldorf
Did Bayern München win?
El Niño effects
What does Владимир Иванов say?
Who is 王小明?
Café Métropole Orléans menu
And in 2022?
tldr
Sao Miguel de Tavira
Guadalupe Hernández arrested?
AUKUS
2024
"""


def pairs() -> list[tuple[str, str]]:
    return [(line[:2], line[3:]) for line in FOREIGN.strip().split("\n")]


def test_questions_in_other_languages_are_mostly_recognised() -> None:
    """Nine in ten clear questions of five words, and no wrong language for the others."""
    found = [(code, detect_language(question)) for code, question in pairs()]
    assert sum(code == seen for code, seen in found) >= len(found) * 0.9
    assert all(seen in (code, None) for code, seen in found), found


@pytest.mark.parametrize("question", ENGLISH.strip().split("\n"))
def test_no_english_question_is_taken_for_foreign(question: str) -> None:
    """Names, fragments and foreign words do not make a question foreign."""
    assert detect_language(question) in ("en", None)


@pytest.mark.parametrize("nothing", ["", " \n", "…?!", "12:30", "🙂"])
def test_no_words_are_in_no_language(nothing: str) -> None:
    """Nothing is claimed of what has no letters."""
    assert detect_language(nothing) is None


def test_plain_english_does_not_load_the_model() -> None:
    """Nor does a script that one language writes: the model costs half a second and 75 MB."""
    script = (
        "import sys; from index.ingest.language import detect_language as d;"
        "assert d('Who opened the bridge?') == 'en' and d('谁为河上的新桥剪彩？') == 'zh';"
        "assert not {'py3langid', 'numpy', 'trafilatura'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
