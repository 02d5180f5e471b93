package io.fabula.pipelines.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a key of the settings means, for those who set it: one sentence without a full stop, with
 * unit and range where they are not plain. It stands beside the record component and is the only
 * text about it; {@code --help}, {@code --print-config} and the pages of the docs show it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Meaning {
  /** The sentence. */
  String value();
}
