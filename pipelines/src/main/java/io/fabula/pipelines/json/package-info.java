/** One way to write JSON and YAML: records as objects with snake_case keys, in canonical order. */
@NullMarked
package io.fabula.pipelines.json;

import org.jspecify.annotations.NullMarked;
