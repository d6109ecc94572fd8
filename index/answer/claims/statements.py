"""Whether a sentence states something: questions and instructions prove nothing.

An article that says “Add a link to your answer.” has told nothing that could be cited, and a model
that obeys it has no other proof for what it then writes.
"""

from __future__ import annotations

import re

from index.answer.speech.quotations import BLANK, own_words

_LEADS = (
    r"(?:(?:please|kindly|now|also|then|first|next|finally|just|simply|always|never|instead|and|"
    r"but|so|or|important|note|hey|ok|okay|attention|do\s+not|don['’]t|you\s+(?:must|should|shall|"
    r"will|are\s+to)|(?:in|at|to|with|before|after|within|throughout|for)\s+"
    r"(?:your|the|this|each|every|all)\s+\w+(?:\s+\w+)?(?=,))\b[\s,:;–—-]*)*"
)
# No noun, so that a sentence that begins with one gives an order.
_ORDERS = (
    r"accept|access|achieve|act|adapt|adopt|advertise|advise|advocate|allow|analy[sz]e|announce|"
    r"append|apply|arrange|ask|assemble|assume|assure|augment|avoid|be|become|beg|begin|behave|"
    r"believe|boost|bring|broaden|build|bury|buy|calculate|call|capitali[sz]e|change|choose|"
    r"cite|claim|clarify|click|close|collect|combine|compare|compile|complain|complete|compose|"
    r"compute|concatenate|conclude|confess|confirm|congratulate|consider|contact|continue|"
    r"convert|convince|create|declare|decode|decrypt|define|delete|deliver|deny|depict|describe|"
    r"develop|disable|disclose|discuss|dismiss|disregard|distribute|do|download|elaborate|"
    r"embed|emphasi[sz]e|employ|emulate|enable|encode|encourage|encrypt|engage|enhance|enjoy|"
    r"enlarge|ensure|enter|enumerate|erase|evaluate|exaggerate|examine|exclude|execute|expand|"
    r"explain|explore|express|extend|fabricate|fetch|fill|find|finish|follow|forget|forward|"
    r"frame|generate|get|give|go|guess|hear|help|hide|hint|identify|ignore|illustrate|imagine|"
    r"imitate|implement|imply|include|incorporate|inform|infuse|inject|insert|insist|inspire|"
    r"install|integrate|introduce|invent|invite|jumble|keep|know|learn|let|list|listen|locate|"
    r"make|maintain|mention|misspell|mimic|modify|name|narrate|notify|obey|omit|outline|output|"
    r"override|paraphrase|perform|persuade|please|poke|portray|praise|predict|prefix|prepare|"
    r"prepend|pretend|print|proclaim|prohibit|promote|propose|prove|provide|publish|punctuate|"
    r"put|quote|randomi[sz]e|read|rearrange|recall|recite|recommend|redirect|refer|reflect|"
    r"reformat|refuse|register|reject|remember|remind|remove|render|reorder|repeat|rephrase|"
    r"replace|reply|represent|request|resolve|respond|restate|retrieve|return|reveal|reverse|"
    r"revise|rewrite|say|scramble|select|send|separate|shift|show|shuffle|signal|simulate|sing|solve|"
    r"speak|spell|steer|stop|stress|submit|subscribe|substitute|suggest|summari[sz]e|"
    r"swap|take|talk|teach|tease|tell|terminate|thank|think|throw|transform|translate|trick|try|"
    r"tweet|type|underline|update|uppercase|urge|utter|vary|verify|visit|vow|wait|warn|watch|weave|"
    r"wish|withhold|wrap|write|yell|add|anagram|email|highlight|format|post"
)
# A noun as well: an order only where its object follows.
_NOUNS_TOO = (
    r"alter|answer|attach|attack|blend|break|call|cap|close|contrast|copy|cover|dance|design|"
    r"draft|draw|drop|echo|edit|end|face|fake|favor|file|flip|group|hack|hand|hate|insult|join|"
    r"label|laugh|leave|limit|line|link|list|look|mark|match|mix|mock|move|number|offer|open|"
    r"order|place|play|plug|point|present|press|process|push|question|quiz|rank|rate|report|"
    r"rhyme|run|score|search|set|shape|share|sign|slip|sort|split|spread|start|state|substitute|"
    r"support|switch|tag|target|test|title|transfer|turn|use|vote|work"
)
_OBJECT = (
    r"(?:the|an?|this|that|these|those|your|my|our|his|her|its|their|it|me|us|them|him|all|any|each|"
    r"every|some|no|only|as|with|in|numbers|letters|words|vowels|down|up|commonly)"
)
_ORDER = re.compile(
    rf"[\W_]*{_LEADS}(?:(?:{_ORDERS})(?!\s+(?:is|was|are|were|has|had|will|said|says|[a-z]+ed)\b|['’])"
    rf"\b(?=\s|{BLANK}|:)|(?:{_NOUNS_TOO})\s+(?:{_OBJECT}\b|{BLANK}))",
    re.IGNORECASE,
)
# Said to whoever answers, wherever it stands.
_TO_THE_READER = re.compile(
    r"\byour\s+(?:\w+\s+)?(?:answers?|responses?|repl(?:y|ies)|outputs?|messages?|summar(?:y|ies)|"
    r"instructions?|prompts?)\b|\b(?:as\s+an?\s+)(?:AI|assistant|language\s+model)\b|"
    r"\b(?:ignore|disregard|forget|override)\b.{0,40}\b(?:instructions?|prompts?|rules|above|"
    r"passages?|sources?)\b",
    re.IGNORECASE,
)
# Told of the answer, or of the text as it is answered from: nothing that a report tells.
_OF_ANSWERS = re.compile(
    r"\b(?:the|an?|any|each|every|whatever|all)\s+(?:\w+\s+){0,2}(?:answers?|summar(?:y|ies)|"
    r"repl(?:y|ies)|responses?)\s+(?:to\s+(?:this|that|every|each|any)\s+(?:\w+\s+)?questions?|of\s+"
    r"(?:this|the)\s+(?:article|story|passage)s?|must|should|ha(?:s|ve)\s+to|always|never|without)\b|"
    r"\b(?:this|these|other|all|above|following)\s+passages?\b|"
    r"\b(?:part|end|rest|summary|readers?)\s+of\s+(?:the|this)\s+(?:article|passage|text)\b|"
    r"\byou\s+are\s+now\b|\b(?:whoever|anyone\s+who|everyone\s+who|all\s+who)\s+asks?\b|"
    r"\b(?:this|the)\s+(?:bot|assistant|language\s+model)\s+"
    r"(?:will|must|should|has|is|plays|says|answers)\b",
    re.IGNORECASE,
)
_SPOKEN_AFTER = re.compile(rf"^[\W_]*{BLANK}")


def states(text: str, start: int, end: int) -> bool:
    """Whether the sentence ``[start, end)`` of a text tells something.

    What stands in quotation marks is somebody's speech, and whatever it is, that it was said is
    told, unless the sentence is nothing but a question.
    """
    sentence = text[start:end]
    if sentence.rstrip("\"'”’» )]").endswith("?"):
        return False
    own = own_words(text, start, end)
    if _TO_THE_READER.search(own) or _OF_ANSWERS.search(own):
        return False
    return _SPOKEN_AFTER.match(own) is not None or _ORDER.match(own) is None
