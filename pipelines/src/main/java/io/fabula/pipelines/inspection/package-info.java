/** What files of ours or of other programs hold, shown to people. */
@NullMarked
package io.fabula.pipelines.inspection;

import org.jspecify.annotations.NullMarked;
