package io.fabula.analysis.figures;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * A figure ready to be drawn, with the numbers it shows.
 *
 * @param name file stem, lower case with dashes
 * @param title what it shows, a few words
 * @param description one or two sentences for the caption and for readers who do not see it
 * @param data the numbers
 * @param specification the plot in the plotting library's own terms
 * @param width pixels
 * @param height pixels
 */
public record Figure(
    String name,
    String title,
    String description,
    FigureData data,
    Map<String, Object> specification,
    int width,
    int height) {
  public Figure {
    if (!name.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException(
          "name must be lower case letters, digits and dashes, got " + name);
    }
  }

  /** The same figure under other words, in the drawing too. */
  public Figure described(String newName, String newTitle, String newDescription) {
    Map<String, Object> retitled = PlotSpecification.copy(specification);
    if (retitled.get("ggtitle") instanceof Map<?, ?> words) {
      Map<String, Object> all = PlotSpecification.map("text", newTitle);
      if (words.containsKey("subtitle")) all.put("subtitle", words.get("subtitle"));
      retitled.put("ggtitle", all);
    }
    return new Figure(newName, newTitle, newDescription, data, retitled, width, height);
  }

  /** The same drawing with other numbers beside it, fuller or plainer than those drawn. */
  Figure withData(FigureData numbers) {
    return new Figure(name, title, description, numbers, specification, width, height);
  }

  /**
   * What is drawn, for a page that draws it anew and can be asked for the numbers: the plot's data,
   * layers, scales and panels in the plotting library's own terms, without its look. Nothing if it
   * has a layer that such a page does not know.
   */
  public Optional<Map<String, Object>> plot() {
    return FigurePlot.of(this);
  }

  /** The drawing as an SVG document; the same figure always gives the same characters. */
  public String svg() {
    return FigureDrawing.svg(this);
  }

  /** The drawing as a PNG file at twice its size. */
  public byte[] png() {
    return FigureDrawing.png(svg(), width, height);
  }

  /** Which pictures to write. */
  public enum Pictures {
    /** The drawing alone; quick. */
    SVG,
    /** Also as PNG, which takes about half a second. */
    SVG_AND_PNG
  }

  /**
   * Writes {@code name.svg}, {@code name.csv} and, if asked for, {@code name.png}.
   *
   * @param directory existing directory
   */
  public void writeTo(Path directory, Pictures pictures) throws IOException {
    String svg = svg();
    Files.writeString(directory.resolve(name + ".svg"), svg, StandardCharsets.UTF_8);
    if (pictures == Pictures.SVG_AND_PNG) {
      Files.write(directory.resolve(name + ".png"), FigureDrawing.png(svg, width, height));
    }
    Files.writeString(directory.resolve(name + ".csv"), data.toCsv(), StandardCharsets.UTF_8);
  }
}
