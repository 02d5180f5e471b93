/** A study's results as a static page that opens from the file system. */
@NullMarked
package io.fabula.analysis.report;

import org.jspecify.annotations.NullMarked;
