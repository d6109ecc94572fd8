"""Written answers that are kept to be given again."""

from __future__ import annotations

import hashlib
import json
from collections import OrderedDict
from dataclasses import asdict, dataclass, replace

from index.answer.verify import verified
from index.stores.lookup import Lookup
from index.values import Answered, Article, Question


@dataclass(frozen=True, slots=True)
class _Kept:
    standing: str
    answer: Answered


class KeptAnswers:
    """The written answers of one process, the ``most`` that were last asked for.

    They are known by a digest of what was asked, and by nobody who asked it. The texts of the
    articles are not kept with them.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    @property
    def is_on(self) -> bool:
        """Whether anything is kept at all."""
        return self._most > 0

    def find(self, library: str, question: Question, standing: str) -> Answered | None:
        """The answer that this question had of a library that stands as it did then.

        Its articles have no texts; ``proved_again`` brings them back.
        """
        key = _key(library, question)
        kept = self._kept.get(key)
        if kept is None or kept.standing != standing:
            return None
        self._kept.move_to_end(key)
        return kept.answer

    def keep(self, library: str, question: Question, standing: str, answer: Answered) -> None:
        """Keep an answer, and forget the one that was wanted longest ago where there are many."""
        key = _key(library, question)
        self._kept[key] = _Kept(standing, _without_texts(answer))
        self._kept.move_to_end(key)
        while len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def forget(self) -> None:
        """Forget every answer."""
        self._kept.clear()


def proved_again(kept: Answered, lookup: Lookup) -> Answered | None:
    """A kept answer with the texts of its articles; None unless all of it is still proved."""
    articles = lookup.articles({citation.article.id for citation in kept.citations})
    present = {name: (article, _without_text(article)) for name, article in articles.items()}
    citations = []
    for citation in kept.citations:
        article, bare = present.get(citation.article.id, (None, None))
        if article is None or bare != citation.article:
            return None
        citations.append(replace(citation, article=article))
    answer = replace(kept, citations=tuple(citations))
    return answer if verified(answer) == answer else None


def _key(library: str, question: Question) -> str:
    """What is asked, whoever asks it, in whichever case and spacing.

    Its history is no part of it: the question that a model is asked stands by itself.
    """
    text = " ".join(question.text.casefold().split())
    told = [library, text, asdict(question.filters), question.asked_on]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _without_texts(answer: Answered) -> Answered:
    citations = tuple(replace(one, article=_without_text(one.article)) for one in answer.citations)
    return replace(answer, citations=citations)


def _without_text(article: Article) -> Article:
    return replace(article, text="")
