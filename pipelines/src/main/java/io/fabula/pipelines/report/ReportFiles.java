package io.fabula.pipelines.report;

import io.fabula.analysis.figures.CsvLine;
import io.fabula.analysis.figures.Figure;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.imageio.ImageIO;

/** The files beside the page; equal names are told apart by a number. */
final class ReportFiles {
  /** Longest name of a table's file. */
  private static final int LONGEST = 60;

  private final Path folder;
  private final Figure.Pictures pictures;
  private final Set<String> taken = new HashSet<>();

  ReportFiles(Path folder, Figure.Pictures pictures) {
    this.folder = folder;
    this.pictures = pictures;
  }

  /** Writes a figure's files and returns their paths, the picture to show first. */
  List<String> draw(Figure figure) throws IOException {
    Files.createDirectories(folder.resolve("figures"));
    String stem = free("figures", figure.name(), "");
    figure
        .described(stem, figure.title(), figure.description())
        .writeTo(folder.resolve("figures"), pictures);
    List<String> written = new ArrayList<>(List.of("figures/" + stem + ".svg"));
    written.add("figures/" + stem + ".csv");
    if (pictures == Figure.Pictures.SVG_AND_PNG) written.add("figures/" + stem + ".png");
    return written;
  }

  /** Copies a file into {@code group} and returns its path relative to the page. */
  String copy(String group, Path file) throws IOException {
    return copy(group, file, List.of());
  }

  /**
   * The same.
   *
   * @param names lines that are written into the file if it is an SVG
   */
  String copy(String group, Path file, List<String> names) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("the report needs " + file + ", which is not there");
    }
    Files.createDirectories(folder.resolve(group));
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.');
    String extension = dot < 0 ? "" : name.substring(dot).toLowerCase(Locale.ROOT);
    String stem = free(group, ReportText.slug(dot < 0 ? name : name.substring(0, dot)), extension);
    Path target = folder.resolve(group).resolve(stem + extension);
    if (names.isEmpty() || !extension.equals(".svg")) {
      Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
    } else {
      PictureSize size = PictureSize.of(file);
      Files.writeString(target, NamedPicture.of(Files.readString(file), size, names));
    }
    return group + "/" + stem + extension;
  }

  /** Writes a picture into {@code group} and returns its path relative to the page. */
  String write(String group, String name, BufferedImage picture) throws IOException {
    Files.createDirectories(folder.resolve(group));
    String path = group + "/" + free(group, name, ".png") + ".png";
    ImageIO.write(picture, "png", folder.resolve(path).toFile());
    return path;
  }

  /**
   * Writes what a page draws anew from a figure, as a script that hands it over.
   *
   * @param picture path of the figure's picture
   * @param plot JSON
   * @return the key by which the page asks for it
   */
  String plot(String picture, String plot) throws IOException {
    String key = picture.substring(picture.lastIndexOf('/') + 1, picture.lastIndexOf('.'));
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(
        folder.resolve("data").resolve(key + ".js"),
        "fabula.take(\"" + key + "\", " + plot + ");\n");
    return key;
  }

  /** Writes a table's cells as comma-separated values and returns the path of the file. */
  String table(String title, List<String> header, List<List<String>> rows) throws IOException {
    Files.createDirectories(folder.resolve("tables"));
    String stem = ReportText.slug(title);
    if (stem.length() > LONGEST) stem = ReportText.slug(stem.substring(0, LONGEST));
    String path = "tables/" + free("tables", stem, ".csv") + ".csv";
    StringBuilder out = new StringBuilder(CsvLine.of(header));
    for (List<String> row : rows) out.append(CsvLine.of(row));
    Files.writeString(folder.resolve(path), out);
    return path;
  }

  /** The page's folder. */
  Path folder() {
    return folder;
  }

  private String free(String group, String stem, String extension) {
    String candidate = stem;
    for (int i = 2; !taken.add(group + "/" + candidate + extension); i++)
      candidate = stem + "-" + i;
    return candidate;
  }
}
