"""Lines that stand on a page or in a pasted text and are no part of the article."""

from __future__ import annotations

import re

from index.ingest.text import has_words

_LONGEST = 700
"""Characters of the longest caption; no furniture is longer."""
_SHORT = 200
"""Characters of the longest line that points elsewhere."""

# What may stand around a label: bullets, arrows, brackets, stops.
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")
_SPACES = re.compile(r"\s+")
_COUNTER = re.compile(r"\d{1,3}\s*(?:/|of|von|sur|de|di|van)\s*\d{1,3}")
_COUNTED = re.compile(
    r"(?:\d[\d.,k]*|no) (?:comments?|shares?|likes?|views?|retweets?|reactions?|replies|photos?)"
)

_LABELS = frozenset(
    line.strip()
    for line in """
    ad|ads|advert|advertisement|advertising|advertisement - story continues below
    story continues below advertisement|article continues below advertisement
    continue reading below|story continues below|article continues below|article continues after ad
    sponsored|sponsored content|sponsored links|promoted|promoted content|paid content
    recommended|recommended videos|recommended video|recommended stories|recommended articles
    recommended for you|recommended reading|recommended by|related video|related videos
    full screen|fullscreen|enter full screen|exit full screen|play video|now playing|up next
    close|loading|please wait|skip|skip ad|previous|next|previous article|next article|prev
    image|photo|photos|image gallery|photo gallery|view gallery|open gallery|gallery|slideshow
    hide caption|toggle caption|enlarge this image|view image in fullscreen|caption|image caption
    share|share this|share this article|share this story|share this post|share this page|share with
    share article|share story|share on facebook|share on twitter|share on x|share on linkedin
    share on whatsapp|share on pinterest|share on reddit|share via email|share by email|copy link
    tweet|tweet this|pin it|email|e-mail|email this article|print|print article|print this article
    print this page|save|save this article|save for later|bookmark|order reprints|reprints|pocket
    facebook|twitter|linkedin|whatsapp|pinterest|reddit|flipboard|instagram|youtube|telegram
    this article has been sent to|an error has occurred, please try again later|thank you
    comments|comment|comments comments|leave a comment|leave a reply|post a comment|view comments
    show comments|hide comments|add a comment|join the conversation|join the discussion
    read comments|view all comments|load more comments|what do you think|tell us what you think
    related|related articles|related article|related stories|related story|related posts
    related content|related coverage|related news|related links|related topics|related reading
    read more|read next|read this next|read also|also read|learn more|see more|see also|see all
    view more|show more|load more|more|more on this|more on this story|more stories|more news
    more like this|more from this author|more from the author|more to explore|keep reading
    you may also like|you might also like|you may like|you might like|you may also be interested in
    you might also be interested in|you may also enjoy|others also read|people also read
    don't miss|don't miss this|must read|must reads|most read|most popular|most viewed|most shared
    popular|popular now|popular stories|popular posts|top stories|top news|latest news|latest
    trending|trending now|trending stories|editors' picks|editor's picks|editor's choice|featured
    what to read next|in case you missed it|dig deeper|go deeper|explore more|further reading
    newsletter|newsletters|newsletter sign-up|newsletter signup|sign up|sign up now|subscribe
    subscribe now|subscribe today|log in|login|sign in|register|join now|become a member|support us
    skip to content|skip to main content|back to top|top|menu|search|home|follow us|follow
    get the app|download the app|tags|topics|topic|filed under|more in|about the author|contact us
    listen to this article|listen to article|listen|audio|watch|watch now|watch live|watch video
    all rights reserved|terms of use|terms of service|privacy policy|cookie policy|report a typo
    möchten sie mehr lesen|das könnte sie auch interessieren|mehr zum thema|lesen sie auch
    auch interessant|anzeige|werbung|artikel teilen|teilen|drucken|kommentare|empfohlen
    à lire aussi|lire aussi|sur le même sujet|publicité|partager|commentaires|vous aimerez aussi
    te puede interesar|también te puede interesar|lea también|lee también|publicidad|compartir
    comentarios|noticias relacionadas|leia também|leia mais|veja também|você pode gostar
    você também pode gostar|publicidade|compartilhe|compartilhar|comentários|potrebbe interessarti
    ti potrebbe interessare|leggi anche|pubblicità|condividi|commenti|lees ook|lees meer
    """.replace("\n", "|").split("|")
    if line.strip()
)

_POINTS = re.compile(
    r"(?:read|see|view|find out|learn|discover) (?:more|also|next|now)\b"
    r"|(?:also |must |further )?(?:read|watch|listen|see|download)(?=:)"
    r"|(?:related|more|more on this|more from|don't miss|trending|in pics|in pictures|recommended"
    r"|up next|top stories?|photos?|pics?|video|gallery|tags?|filed under|categor(?:y|ies)"
    r"|labels?|keywords?|hashtags?)(?: \w+)?(?=:)"
    r"|(?:lesen sie|lies) (?:auch|mehr)|mehr zum thema|(?:à )?lire (?:aussi|également)"
    r"|le[ea] (?:también|más)|le(?:ia|r) (?:também|mais)|veja (?:também|mais)|leggi (?:anche|tutto)"
    r"|lees (?:ook|meer|verder)"
)
_NETWORKS = (
    r"(?:twitter|facebook|instagram|linkedin|youtube|tiktok|pinterest|snapchat|telegram|whatsapp"
    r"|flipboard|google news|apple news|threads|bluesky|mastodon|social media)"
)
_CALLS = re.compile(
    r"(?:please )?(?:click|tap|press) (?:here|on the|the link|below|through)\b"
    r"|(?:sign|signing) up (?:here|now|today)\b"
    r"|subscribe (?:here|now|today|to|for|and|via|with)\b"
    r"|(?:get|receive|have) (?:the |our |all |more |your |daily |breaking |today['s]* )"
    r".{0,120}\b(?:inbox|newsletters?|e-?mail|app|alerts|letterbox)\b"
    r"|.{0,120}\b(?:delivered|straight|right|directly|sent) (?:\w+ )?(?:to|in|into) your"
    r" (?:\w+ )?(?:inbox|e-?mail)\b"
    r"|.{0,160}\b(?:sign up|subscribe|register)\b.{0,60}\b(?:newsletters?|mailing list|inbox)\b"
    rf"|(?:(?:you can )?(?:also )?follow|find|like|join|connect with)\b.{{0,80}}\b(?:on|at|via)\s+"
    rf"(?:our\s+)?{_NETWORKS}\b"
    r"|follow (?:@\w+|us\b|me\b|all of|the latest|more of|our |(?:the )?[\w’'.]+ coverage\b)"
    r"|.{0,60}\bcan be (?:reached|contacted|followed) (?:at|on|via|by)\b"
    r"|(?:e-?mail|write to|reach|contact|tweet)\b.{0,80}(?:@|\bat http)"
    r"|(?:have|got) (?:a|any) (?:news )?(?:tips?|story|question|confidential)\b"
    r"|do you have (?:a|any) (?:tip|stor|information|more)"
    r"|(?:download|get|install|try) (?:our|the) .{0,60}\bapp\b"
    r"|if you (?:enjoyed|liked|like|love|found|enjoy)\b.{0,40}\bthis (?:article|post|story|piece)\b"
    r"|(?:read|see) (?:the )?(?:full|original|more|next|previous) (?:story|article|post|report)s?\b"
    r"|read (?:or share )?this (?:story|article)\b"
    r"|(?:share|print|save) this (?:article|story|post)\b"
    r"|(?:listen|tune in) (?:to .{1,60} )?(?:live|now|weekdays|on )"
    r"|check out (?:our|more|the rest|all|the full)\b|start your (?:free )?trial\b"
    r"|support (?:our|independent|quality) journalism\b"
    r"|(?:become|join) (?:a |us |our )?(?:a )?(?:member|subscriber|patron)\b"
)
_NOTICES = re.compile(
    r"^(?:©|\(c\)|copyright\b|&copy;)(?!ed)|\ball rights reserved\b|\balle rechte vorbehalten\b"
    r"|\btous droits réservés\b|\btodos los derechos reservados\b|\btodos os direitos reservados\b"
    r"|\bmay not be (?:published|reproduced|reprinted|republished|redistributed)\b"
    r"|\bfor your personal,? non-?commercial use\b|\bpresentation-ready copies\b"
    r"|\b(?:may|might|will) (?:earn|get|receive|collect|make) (?:a |an )?(?:small |affiliate )*"
    r"(?:commission|share of)|\baffiliate (?:links?|commissions?|partners?)\b"
    r"|\bthis (?:article|story|post) (?:was )?(?:originally|first) (?:appeared|published)\b"
    r"|^originally (?:appeared|published) (?:on|in|at|by)\b"
    r"|\bprotected by recaptcha\b|\bprivacy policy\b.{0,60}\bterms\b"
    r"|\bterms\b.{0,60}\bprivacy policy\b"
    r"|\bcomments? (?:are|is) (?:closed|moderated|disabled|subject)|\bto (?:post|leave) a comment\b"
    r"|^\(?(?:additional |with )?(?:reporting|writing) (?:\w+ \w+ )?by\b.{3,}"
    r"|^editing by\b|;\s*editing by\b|\bissn:? \d{4}"
    # What was added at that moment is told by the article, not by its page.
    r"|^(?!.{0,80}\b(?:with|to (?:add|include|correct|clarify|reflect|show|say))\b)"
    r"(?:first |originally |last )?(?:published|updated|posted|modified)\b"
    r"(?: at| on| by|:|\s)[^.!?]{0,60}\d"
)
_CREDITED = re.compile(
    r"(?:image|photo|picture|photograph|video|foto|crédit|bild|copyright)s?(?: \w+)?"
    r"\s?(?:credits?|courtesy|copyright|by|source)?\s?[:©|]"
    r"|(?:image|photo|picture|photograph|video)s? (?:credits?|courtesy|copyright|by|via|source)\b"
    r"|(?:credits?|crédits?|courtesy(?: of)?|bildquelle|quelle)\s?[:©]",
    re.IGNORECASE,
)
_AGENCY = (
    r"(?:AP|AFP|EPA|Reuters|REUTERS|Getty|Getty Images|Bloomberg|Shutterstock|iStock|Alamy|PA|Rex"
    r"|Xinhua|dpa|DPA|UPI|TASS|ANSA|ANI|PTI|USA TODAY|Associated Press|The Associated Press|Handout"
    r"|File|Pool|Contributed|Submitted)"
)
_CREDIT = re.compile(
    rf"""\(\s*(?:
        [^()\[\]]{{0,80}}\b(?:[Pp]hotos?|PHOTOS?|[Ii]mages?|[Ff]oto|[Pp]icture|Screenshot|Courtesy)\b
            [^()\[\]]{{0,100}}
        | [A-Z][^()\[\]/\s]{{1,30}}\s[^()\[\]/]{{2,60}}/\s?[A-Z][^()\[\]]{{1,80}}
        | [^()\[\]]{{0,80}}\bvia\s[A-Z][^()\[\]]{{1,60}}
        | {_AGENCY}
        )\s*\)\.?$
    | (?:/|\bvia\s|\|\s?|©\s?){_AGENCY}(?:\s[A-Z]\w+)?$
    | \b(?:Photo|Photograph|Picture|Image|Illustration)s?\s?(?:by|:|/|courtesy)\s?[^.!?]{{2,60}}$
    """,
    re.VERBOSE,
)


def is_furniture(line: str) -> bool:
    """Whether a line is page furniture, as far as its words alone can tell.

    Labels of buttons and lists, counters of pictures, pointers to other pages, calls to subscribe
    or to follow, notices of copyright, credits and captions that end with one. A sentence of an
    article that happens to begin like one of these is safe where it is long.
    """
    line = _SPACES.sub(" ", line.strip())
    if not line or len(line) > _LONGEST:
        return False
    bare = _EDGES.sub("", line).casefold().replace("’", "'")
    if bare in _LABELS or _COUNTER.fullmatch(bare) or _COUNTED.fullmatch(bare):
        return True
    return _is_notice(line, bare) or _is_credit(line)


def _is_notice(line: str, bare: str) -> bool:
    folded = line.casefold().replace("’", "'").strip()
    if len(line) <= _SHORT and _POINTS.match(bare) and not _is_told(bare, line):
        return True
    return len(line) <= 2 * _SHORT and bool(_CALLS.match(bare) or _NOTICES.search(folded))


def _is_told(bare: str, line: str) -> bool:
    """Whether it is a sentence: ``More from the fire came later.`` points nowhere."""
    return (
        ":" not in line and line.endswith((".", "!", "?", "”", '"')) and not bare.startswith("read")
    )


def _is_credit(line: str) -> bool:
    return bool((len(line) <= _SHORT and _CREDITED.match(line)) or _CREDIT.search(line))


def stands_in_furniture(text: str, start: int) -> bool:
    """Whether the line of ``text`` that ``start`` is in is furniture, and so never quoted."""
    end = text.find("\n", start)
    return is_furniture(text[text.rfind("\n", 0, start) + 1 : end if end >= 0 else len(text)])


def without_furniture(text: str) -> str:
    """The text without lines that are furniture, and with all of it where nothing else is there."""
    lines = [line for line in text.split("\n") if not is_furniture(line)]
    kept = "\n".join(lines)
    return kept if has_words(kept) else text
