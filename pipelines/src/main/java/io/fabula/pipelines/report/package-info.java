/** A study's results as pages that open from the file system, from typed, escaping templates. */
@NullMarked
package io.fabula.pipelines.report;

import org.jspecify.annotations.NullMarked;
