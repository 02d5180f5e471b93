/**
 * What can be set in this study, as its YAML files say it, and what that means for the algorithms.
 */
@NullMarked
package io.fabula.pipelines.studies.scinet.settings;

import org.jspecify.annotations.NullMarked;
