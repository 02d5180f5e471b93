package io.fabula.pipelines.exports;

import java.nio.file.Path;

/**
 * What an export wrote.
 *
 * @param directory where the data set is
 * @param episodes number of episodes
 * @param steps number of actions
 * @param loading one line of Python that loads it
 */
public record Exported(Path directory, long episodes, long steps, String loading) {}
