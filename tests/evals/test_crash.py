"""The crash campaign in small: ten kills."""

from pathlib import Path

import pytest

from evals.crashing import Campaign
from evals.hashed import NAME
from index.embedding.configured import EmbeddingSpec


@pytest.mark.timeout(600)
def test_add_survives_sigkill(tmp_path: Path) -> None:
    """After a kill every article is wholly there or wholly absent, and no receipt was a lie."""
    # Kills fall on what stores and confirms, the more so where embedding takes no time.
    campaign = Campaign(tmp_path, 56, thorough=False, embedding=EmbeddingSpec(NAME))

    rounds = campaign.run(10)

    assert [problem for round_ in rounds for problem in round_.problems] == []
    assert sum(round_.killed for round_ in rounds) == 10
    assert any(0 < round_.acknowledged < campaign.articles for round_ in rounds)
