/** The options of the original program for policies, as settings of the two studies. */
@NullMarked
package io.fabula.pipelines.studies.agilegrid.originals;

import org.jspecify.annotations.NullMarked;
