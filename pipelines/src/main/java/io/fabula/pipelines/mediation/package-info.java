/**
 * Estimates of effects from episodes, as Beam combines them and as studies compare them with exact
 * ones.
 */
@NullMarked
package io.fabula.pipelines.mediation;

import org.jspecify.annotations.NullMarked;
