package io.fabula.analysis.figures;

import java.io.ByteArrayOutputStream;
import java.io.StringReader;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.batik.transcoder.SVGAbstractTranscoder;
import org.apache.batik.transcoder.TranscoderException;
import org.apache.batik.transcoder.TranscoderInput;
import org.apache.batik.transcoder.TranscoderOutput;
import org.apache.batik.transcoder.image.PNGTranscoder;
import org.jetbrains.letsPlot.awt.plot.PlotSvgExport;

/** Draws specifications with lets-plot and makes the result repeatable. */
final class FigureDrawing {
  private static final float PNG_SCALE = 2;
  private static final Pattern IDENTIFIER = Pattern.compile("\\bid=\"([^\"]+)\"");

  private FigureDrawing() {}

  static String svg(Figure figure) {
    Map<String, Object> specification = PlotSpecification.copy(figure.specification());
    LongLabels labels = new LongLabels(specification);
    String drawn = PlotSvgExport.INSTANCE.buildSvgImageFromRawSpecs(specification, null, false);
    return labelled(withStableIdentifiers(labels.write(drawn)), figure);
  }

  /** The library draws random identifiers; they are numbered in order of appearance instead. */
  static String withStableIdentifiers(String svg) {
    Map<String, String> names = new LinkedHashMap<>();
    Matcher matcher = IDENTIFIER.matcher(svg);
    while (matcher.find()) names.putIfAbsent(matcher.group(1), "f" + names.size());
    String result = svg;
    for (Map.Entry<String, String> each : names.entrySet()) {
      result =
          result.replaceAll(
              "(?<![\\w-])" + Pattern.quote(each.getKey()) + "(?![\\w-])", each.getValue());
    }
    return result;
  }

  private static String labelled(String svg, Figure figure) {
    int end = svg.indexOf('>', svg.indexOf("<svg"));
    return svg.substring(0, end)
        + " role=\"img\" aria-label=\""
        + escaped(figure.title())
        + "\">"
        + "<title>"
        + escaped(figure.title())
        + "</title>"
        + svg.substring(end + 1);
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }

  static byte[] png(String svg, int width, int height) {
    PNGTranscoder transcoder = new PNGTranscoder();
    transcoder.addTranscodingHint(SVGAbstractTranscoder.KEY_WIDTH, PNG_SCALE * width);
    transcoder.addTranscodingHint(SVGAbstractTranscoder.KEY_HEIGHT, PNG_SCALE * height);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      transcoder.transcode(new TranscoderInput(new StringReader(svg)), new TranscoderOutput(bytes));
    } catch (TranscoderException e) {
      throw new IllegalStateException("the figure cannot be drawn as PNG: " + e.getMessage(), e);
    }
    return bytes.toByteArray();
  }
}
