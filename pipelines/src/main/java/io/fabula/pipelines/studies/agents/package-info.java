/**
 * Stages that train, compare and record an agent in any world: a study says which world and which
 * agent by a record of options, and gives the stages their names.
 */
@NullMarked
package io.fabula.pipelines.studies.agents;

import org.jspecify.annotations.NullMarked;
