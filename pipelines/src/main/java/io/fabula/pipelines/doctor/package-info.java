/** What Fabula needs of the machine that it runs on, and what to do where it is missing. */
@NullMarked
package io.fabula.pipelines.doctor;

import org.jspecify.annotations.NullMarked;
