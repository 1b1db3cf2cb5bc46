"""The benchmark: generated corpora, stages beside the bare libraries they stand on, whole runs, and a kept baseline."""
