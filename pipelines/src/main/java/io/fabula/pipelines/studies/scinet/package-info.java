/** The study of which few numbers each of several agents in one box needs. */
@NullMarked
package io.fabula.pipelines.studies.scinet;

import org.jspecify.annotations.NullMarked;
