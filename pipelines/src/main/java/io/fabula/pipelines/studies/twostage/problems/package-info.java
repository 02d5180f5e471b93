/** The problems of the study: two built in, and those of a user's file. */
@NullMarked
package io.fabula.pipelines.studies.twostage.problems;

import org.jspecify.annotations.NullMarked;
