/** The chunked workflow of the original project: its commands and its resource dictionary. */
@NullMarked
package io.fabula.pipelines.studies.doorkey.originals;

import org.jspecify.annotations.NullMarked;
