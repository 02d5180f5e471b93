/** The study of parameterised actions: which feature made an agent act in the Platform world. */
@NullMarked
package io.fabula.pipelines.studies.platform;

import org.jspecify.annotations.NullMarked;
