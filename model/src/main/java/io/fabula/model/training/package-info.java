/**
 * What every training needs, whatever is trained: budgets, checkpoints, threads, logs, memories.
 */
@NullMarked
package io.fabula.model.training;

import org.jspecify.annotations.NullMarked;
