/** What all pages share: typed templates, the chart library, the reader of data, and colours. */
@NullMarked
package io.fabula.pipelines.web;

import org.jspecify.annotations.NullMarked;
