/** The study {@code agile-grid}: agents that see or do not see which actions are available. */
@NullMarked
package io.fabula.pipelines.studies.agilegrid;

import org.jspecify.annotations.NullMarked;
