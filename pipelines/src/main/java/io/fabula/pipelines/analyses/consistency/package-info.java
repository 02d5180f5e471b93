/** Whether gradients between components have the signs of how they move together. */
@NullMarked
package io.fabula.pipelines.analyses.consistency;

import org.jspecify.annotations.NullMarked;
