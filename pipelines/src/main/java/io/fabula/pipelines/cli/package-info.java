/** The command line: what users type, what they read, and the exit code. */
@NullMarked
package io.fabula.pipelines.cli;

import org.jspecify.annotations.NullMarked;
