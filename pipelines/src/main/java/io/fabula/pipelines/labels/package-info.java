/** Names and notes that people give to components and behaviours, kept in the store. */
@NullMarked
package io.fabula.pipelines.labels;

import org.jspecify.annotations.NullMarked;
