/** One typed tree of settings, put together from layers, with errors that name key and origin. */
@NullMarked
package io.fabula.pipelines.config;

import org.jspecify.annotations.NullMarked;
