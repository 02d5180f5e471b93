package io.fabula.pipelines.nearest;

import io.fabula.pipelines.config.Meaning;

/** Settings of the test study. */
record NearestSettings(
    @Meaning("root seed") long seed,
    @Meaning("updates of the agent that chooses from sets") int updates,
    @Meaning("updates of the agent that plays Platform") int platformUpdates,
    @Meaning("levels to compare the agents with random play on") int levels,
    @Meaning("episodes to record of each") int episodes,
    @Meaning("episodes that one worker records") int episodesPerShard) {}
