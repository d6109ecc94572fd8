"""How newsrooms word a correction, a clarification or an update, as patterns."""

from __future__ import annotations

import re

_PIECE = (
    r"(?:story|stories|article|post|piece|report|column|page|file|item|headline|caption|graphic|"
    r"chart|map|video|photo|review|obituary|interview|essay|fact[- ]?check|transcript|episode|"
    r"newsletter|dispatch|feature|entry|blog|text|list|analysis|explainer|guide|version)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday)"
_MOMENT = rf"(?:{_MONTH}|{_DAY}|\d[\d.:/-]*|[ap]\.?m\.?|noon|midnight|e[ds]?t|gmt|bst|cet|utc)"
_WRONGLY = r"(?:incorrectly|inaccurately|wrongly|erroneously|mistakenly|in\s+error)"
_MISTOLD = (
    r"(?:mis-?(?:stat|spel|identif|attribut|character|quot|report|nam|represent|label|describ|"
    r"translat|dat|cit)\w*|(?:over|under)(?:stat|estimat)\w+|conflat\w+|transposed)"
)
_ERROR = (
    rf"(?:{_WRONGLY}|{_MISTOLD}|(?:in)?correct(?:s|ed|ion)?|inaccura(?:te|cy|cies)|wrong|"
    r"erroneous|errors?|mistakes?)"
)
_VERSION = (
    r"(?:\b(?:earlier|previous|prior|original|initial|first)\s+(?:published\s+)?versions?\s+of\s+"
    rf"(?:this|these|our)\s+(?:\w+\s+)?{_PIECE}\b"
    rf"|\bversions?\s+of\s+this\s+{_PIECE}\s+(?:that\s+(?:ran|appeared|was)|published|in\s+print)\b)"
)
_SAID = (
    r"(?:said|stated|reported|gave|listed|included|had|contained|omitted|referred|identified|"
    r"described|attributed|indicated|suggested|showed|quoted|named|used|implied|claimed|put|cited|"
    r"spelled|spelt|called|failed|did\s+not|didn['’]t|credited|reversed|linked|noted|placed|says)"
)
_WAS = r"(?:has|have|had|was|were)(?:\s+(?:since|also))?(?:\s+been)?"
_CHANGED = r"(?:refiled|updated|corrected|amended|clarified|revised|edited|changed|modified)"
_ITSELF = (
    rf"this\s+(?:\w+\s+)?{_PIECE}(?:['’]s\s+headline)?"
    rf"(?:\s+and\s+(?:(?:its|the)\s+)?{_PIECE})?"
    r"(?:,\s+(?:originally|first)\s+published\s+[^.;]{1,60},)?"
)
_PURPOSE = (
    rf"(?:[.\])]|$|[\s,]+(?:on|at)\s+(?:{_MOMENT}|\w+day)|\s+(?:with|after|throughout)\b|"
    rf"(?:\s+(?:{_MOMENT}),?)*\s+to\s+(?:correct|clarify|reflect|show|say|include|add|note|remove|"
    r"fix|make|state|indicate|delete|give|change|replace|attribute|provide|identify|use|specify|"
    rf"update|explain|more|better|accurately|restore)\w*\b|[\s,]+{_MOMENT}|"
    r"[:;—–]|\s+for\s+(?:additional|further|more|new|clarity|accuracy|style|length|context)\b|"
    r"\s+(?:since|because|based|in\s+(?:the|light|paragraph)|and\s+(?:its|the)\b))"
)
"""What follows where a piece of writing was changed, and not where a law or a play was."""

SELF = re.compile(
    rf"(?:{_ITSELF}\s+{_WAS}\s+(?:last\s+)?{_CHANGED}{_PURPOSE}"
    rf"|the\s+(?:story|article|column|piece)\s+{_WAS}\s+"
    r"(?:(?:corrected|amended|clarified)\s+to\b|updated\s+to\s+(?:correct|clarify|include)\b)"
    rf"|the\s+headline\s+(?:of|on)\s+{_ITSELF}\s+{_WAS}\s+{_CHANGED}\b"
    rf"|{_ITSELF}\s+was\s+(?:originally|first)\s+published\s[^.]{{1,60}}?\band\s+{_WAS}\s+"
    rf"(?:last\s+)?{_CHANGED}\b"
    rf"|this\s+(?:{_MONTH}\s+\d+\s+|{_DAY}\s+)?(?:story|article|version|item|post)\s+"
    r"(?:(?:has|had)\s+)?(?:correct(?:s|ed)|clarif(?:ies|ied)|updates|deletes|removes|fixes)\b"
    rf"|we\s+(?:have\s+)?(?:since\s+)?{_CHANGED}\s+(?:this|our|the)\s+{_PIECE}\b"
    r"|this\s+is\s+a\s+corrected\s+version\b"
    rf"|we\s+(?:originally|{_WRONGLY})\s+(?:reported|said|wrote|stated|published)\b"
    r"|a\s+(?:correction|clarification)\s+(?:was|has\s+been)\s+(?:made|added|appended)\b)",
    re.IGNORECASE,
)
"""What speaks of the article that it stands in, from where a sentence begins."""

VERSION = re.compile(_VERSION, re.IGNORECASE)
"""How an earlier version of the article is named."""

BEFORE_OLD = re.compile(
    r"(?:(?:because\s+of|due\s+to|owing\s+to)\s+an?\s+(?:\w+\s+){0,3}errors?,?\s+)?"
    r"(?:in\s+|(?:the|an?)\s+(?:headline|caption|chart|map|graphic|photo|subhead\w*)\s+\w+\s+)?"
    r"(?:(?:an?|the|some|several)\s+)?",
    re.IGNORECASE,
)
"""What may stand before it where a sentence begins with it."""

SAID = re.compile(rf"\b(?:{_SAID}|{_ERROR})\b", re.IGNORECASE)
"""What it did then."""

AFTER_ERROR = re.compile(
    rf".*\b(?:{_ERROR}|as\s+{_SAID}|not\s+mentioned|left\s+out|omitted)\b.*\b(?:in|on|of|by)\s+"
    r"(?:an?|the)\s+",
    re.IGNORECASE | re.DOTALL,
)
"""What stands before it where a sentence ends with it."""

LABEL = re.compile(
    r"[\[(*•_~\s-]{0,6}(?P<label>corrections?(?:\s*(?:&|and|/)\s*clarifications?)?|corrected|"
    r"clarifications?|(?:an?\s+)?editor['’]?s?['’]?\s+note|note(?:\s+to\s+readers)?|update[ds]?|"
    r"erratum|errata)\b\**"
    r"(?:\s+(?:added|made|posted|appended))?"
    rf"(?P<when>(?:[\s,(|]+(?:(?:on|at|as\s+of)\s+)?{_MOMENT}[,.)]*){{1,6}})?"
    r"\s*(?:[:—–](?!\d)|-(?=\s))\s*\**\s*",
    re.IGNORECASE,
)
"""What stands in front of a notice."""

ALONE = re.compile(
    r"\W{0,4}(?:corrections?(?:\s*(?:&|and|/)\s*clarifications?)?|clarifications?|"
    r"editor['’]?s?['’]?\s+note)\W{0,4}",
    re.IGNORECASE,
)
"""The same in a paragraph of its own."""

EVIDENCE = re.compile(
    rf"\b{_ERROR}\b|\b(?:earlier|previous|prior|original)(?:ly)?\b|,\s+not\s|\brather\s+than\b|"
    rf"\binstead\s+of\b|\bshould\s+(?:have|read|be)\b|\bwe\s+(?:first\s+|originally\s+)?(?:said|reported|wrote)\b|{_ITSELF}\s",
    re.IGNORECASE,
)
"""What is said behind ``Correction:``, which also stands in front of definitions."""

STAMP = re.compile(
    r"[\[(*•\s]{0,4}(?:(?:story|article|post|last)\s+)?updated"
    rf"(?:[\s,:]+(?:(?:on|at)\s+)?{_MOMENT}[,.)]*){{1,7}}"
    r"(?:\s*[\])]?|\s+(?:with|to|after)\s.*)",
    re.IGNORECASE | re.DOTALL,
)
"""A paragraph that begins with the moment of an update."""

AGENCY = re.compile(
    rf"\((?:this\s+(?:{_MONTH}\s+\d+\s+|{_DAY}['’]?s?\s+)?(?:story|version|item)\s+)?"
    r"(?:corrects|corrected|clarifies|refiles|deletes|removes|fixes|adds|updates|recasts|rewrites)"
    r"\b[^()]{3,400}\)",
    re.IGNORECASE,
)
"""What agencies put in brackets before a story."""

OTHER = re.compile(
    r"(?:[A-Z][\w .,'’]{1,40}(?:\([A-Z]{2,8}\)\s*)?[—–-]{1,2}\s+)?(?i:"
    rf"in\s+(?:an?|the|our|its)\s+[^.]{{0,40}}?\b{_PIECE}\b[^.]{{0,200}}?\b(?:{_WRONGLY}|"
    rf"{_MISTOLD})\b"
    rf"|(?:an?|the)\s+(?:\w+\s+){{0,2}}{_PIECE}\s+(?:on|in|about|published|that|last|{_DAY})\b"
    rf"[^.]{{0,200}}?\b(?:{_WRONGLY}|{_MISTOLD}|gave\s+(?:the|an?)\s+(?:wrong|incorrect))\b)"
)
"""What corrects another article, where one begins."""

FOREIGN = re.compile(
    r"\W{0,4}(?:(?:korrektur|berichtigung|richtigstellung|anmerkung der redaktion|rectificatif|"
    r"erratum|fe de err(?:ata|atas|ores)|correcci[oó]n|errata corrige|correzione|rectificatie|"
    r"corre[cç][aã]o)\b[^:]{0,30}?\s?:\s*(?=.*\b(?:fr[üu]her\w* (?:version|fassung)|falsch\w*|"
    r"korrigiert|par erreur|version (?:ant[ée]rieure|pr[ée]c[ée]dente)|versi[oó]n anterior|"
    r"por error|versione precedente|eerdere versie|vers[aã]o anterior)\b)"
    r"|in einer (?:früheren|ersten|ursprünglichen) (?:version|fassung) (?:dieses|des) (?:artikels|"
    r"textes|beitrags|berichts)\b"
    r"|(?:dans )?une (?:première |précédente )?version (?:antérieure |précédente )?de cet article\b"
    r"|(?:en )?una versi[oó]n (?:anterior|previa) de este (?:art[ií]culo|texto)\b"
    r"|in een eerdere versie van dit (?:artikel|bericht)\b"
    r"|(?:in )?una versione precedente di questo articolo\b"
    r"|uma vers[aã]o anterior dest[ea] (?:artigo|texto|mat[eé]ria)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""The same in German, French, Spanish, Italian, Dutch and Portuguese."""

CORRECTS = re.compile(
    rf"\b{_ERROR}\b|\bcorrig|\bkorrig|\bfalsch|\bamended\b|\bremov|\bdelet|{_VERSION}|\brefiles\b|"
    r"\bfixes\b",
    re.IGNORECASE,
)
WRONG = re.compile(
    rf"{_VERSION}|\b(?:{_WRONGLY}|{_MISTOLD}|incorrect|inaccura\w+|wrong|erroneous|errors?|mistakes?|"
    r"originally|we\s+(?:first\s+)?(?:said|reported|wrote))\b",
    re.IGNORECASE,
)
"""What a sentence has that tells what was wrong."""

INSTEAD = re.compile(
    r",?\s(?:and\s)?not\s|\brather\s+than\b|\binstead\s+of\b|\bfrom\s+(?=\d)", re.IGNORECASE
)
"""Where what is right turns into what was wrong."""

RIGHT = re.compile(
    r"\bto\s+(?:correct\s+that|(?:show|say|state|note|indicate|clarify|make\s+clear|reflect)\s+"
    r"(?:that\b|(?!(?:the\s+)?(?:correct|proper|right|accurate|new|additional|further|latest)\b)))|"
    r"\bcorrects\s+(?:that|to)\b|\bcorrected\s+that\b|,\s+not\s|\brather\s+than\b|\binstead\s+of\b|"
    r"\bto\s+.{1,60}\s+from\s",
    re.IGNORECASE,
)
"""What it has where it tells what is right all the same."""

CLARIFIES = re.compile(r"\bclarif|\b(?:make|made|makes)\s+clear\b", re.IGNORECASE)
LIKELY = re.compile(r"correct|clarif|version of th|update|editor|erratum|errata", re.IGNORECASE)
"""What any of these has in English, so that other paragraphs are passed over fast."""
