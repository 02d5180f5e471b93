package io.fabula.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

class NamedPictureTest {
  @Test
  void linesStandBelowAPictureThatStaysAsItIs() throws Exception {
    String inner = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"90\" height=\"40\"/>";
    String named =
        NamedPicture.of(
            "<?xml version=\"1.0\"?>" + inner,
            new PictureSize(90, 40),
            List.of("IC3: saw ahead", "IC5: a < b"));
    Document read =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(named.getBytes(StandardCharsets.UTF_8)));
    Element root = read.getDocumentElement();
    assertThat(Integer.parseInt(root.getAttribute("height"))).isGreaterThan(40 + 2 * 12);
    assertThat(root.getAttribute("width")).isEqualTo("90");
    assertThat(named).contains(inner);
    assertThat(root.getElementsByTagName("text").item(1).getTextContent()).isEqualTo("IC5: a < b");
  }
}
