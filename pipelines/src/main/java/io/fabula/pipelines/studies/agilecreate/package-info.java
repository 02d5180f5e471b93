/** The study {@code agile-create}: agents that pick tools and places, with tools they never saw. */
@NullMarked
package io.fabula.pipelines.studies.agilecreate;

import org.jspecify.annotations.NullMarked;
