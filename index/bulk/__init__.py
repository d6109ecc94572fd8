"""Many articles at once, from whatever lists their addresses; ``index.bulk.adding`` is the door."""
