package io.fabula.pipelines.web;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Pages from templates that were compiled with the program and escape all that they show. */
public final class WebPages {
  /** Where the build puts the templates' classes. */
  private static final String TEMPLATES = "io.fabula.pipelines.pages";

  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, WebPages.class.getClassLoader(), TEMPLATES);

  private WebPages() {}

  /**
   * A page.
   *
   * @param template its path below the templates, such as {@code panel/panel.jte}
   * @param page what it is made from, of the type that the template names
   */
  public static String html(String template, Object page) {
    StringOutput out = new StringOutput();
    ENGINE.render(template, page, out);
    return out.toString();
  }
}
