package io.fabula.pipelines.stages;

/**
 * What stands under a figure or clip; kept beside it.
 *
 * @param title what it shows, a few words
 * @param description one or two sentences
 */
public record FigureCaption(String title, String description) {}
