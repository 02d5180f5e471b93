/** What can go wrong outside the code, said in one line: what, where, and what to do next. */
@NullMarked
package io.fabula.pipelines.problems;

import org.jspecify.annotations.NullMarked;
