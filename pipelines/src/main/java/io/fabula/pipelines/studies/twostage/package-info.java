/** The study of small problems given as tables: which event mediates the effect of a policy. */
@NullMarked
package io.fabula.pipelines.studies.twostage;

import org.jspecify.annotations.NullMarked;
