package io.fabula.envs.recsim;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The options that a file of recordings states, in the original's spelling: a list of command-line
 * words ({@code --no_click_mass=4.0}, or name and value apart) or an object of names. What the file
 * does not state is as published; a name that is not known here is an error, not ignored.
 */
record RecordedOptions(Map<String, String> stated) {
  private static final String ITEMS = "num_allItems";
  private static final String CATEGORIES = "recsim_num_categories";
  private static final String SUBCATEGORIES = "recsim_num_subcategories";
  private static final Set<String> KNOWN =
      Set.of(
          "no_click_mass",
          "recsim_time_budget",
          "recsim_skip_penalty",
          "slate_size",
          "num_candidates",
          ITEMS,
          CATEGORIES,
          SUBCATEGORIES);

  static RecordedOptions of(JsonNode options) {
    Map<String, String> stated = new LinkedHashMap<>();
    if (options.isObject()) {
      options.properties().forEach(each -> stated.put(each.getKey(), each.getValue().asText()));
    } else {
      for (int i = 0; i < options.size(); i++) {
        String word = options.get(i).asText();
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        stated.put(
            name.replaceFirst("^--", ""),
            equals < 0 ? options.path(++i).asText() : word.substring(equals + 1));
      }
    }
    for (String name : stated.keySet()) {
      if (!KNOWN.contains(name)) throw new AssertionError("the recording has an option " + name);
    }
    return new RecordedOptions(stated);
  }

  int slateSize() {
    return whole("slate_size", RecSimOptions.PUBLISHED.slateSize());
  }

  int candidates() {
    return whole("num_candidates", RecSimOptions.PUBLISHED.candidates());
  }

  /** The world that the options describe, of independent users. */
  RecSimOptions world() {
    RecSimOptions published = RecSimOptions.PUBLISHED;
    double mass = number("no_click_mass", published.choice().noClickMass());
    return new RecSimOptions(
        published.split(),
        slateSize(),
        candidates(),
        published.rule(),
        published.choice().withNoClickMass(mass),
        number("recsim_time_budget", published.timeBudget()),
        number("recsim_skip_penalty", published.skipPenalty()),
        published.maximumSteps(),
        published.view(),
        published.reward(),
        published.rewardMetric(),
        published.streams());
  }

  /** Whether the item table is as large as the options say. */
  void assertFits(ItemCatalogue items) {
    assertThat(items.size()).isEqualTo(whole(ITEMS, items.size()));
    assertThat(items.categories()).isEqualTo(whole(CATEGORIES, items.categories()));
    if (stated.containsKey(SUBCATEGORIES)) {
      int most = 0;
      for (int item = 0; item < items.size(); item++) most = Math.max(most, items.sub(item) + 1);
      assertThat(most).isEqualTo(whole(SUBCATEGORIES, most));
    }
  }

  private int whole(String name, int published) {
    return (int) number(name, published);
  }

  private double number(String name, double published) {
    String value = stated.get(name);
    return value == null ? published : Double.parseDouble(value);
  }
}
