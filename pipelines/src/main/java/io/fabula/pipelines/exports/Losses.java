package io.fabula.pipelines.exports;

import io.fabula.pipelines.datasets.Spaces;
import java.util.ArrayList;
import java.util.List;

/** What a recording says and another library's format cannot, one line each. */
final class Losses {
  private Losses() {}

  static List<String> minari(Spaces spaces) {
    List<String> lost = new ArrayList<>();
    Spaces.Actions actions = spaces.action();
    if (actions.kind().equals("parameterised")) {
      lost.add(
          "actions have parameters and ranges of their own; the space has the widest range of each"
              + " place, and places that an action lacks hold 0");
    }
    if (actions.kind().equals("set")) {
      lost.add("the space has all actions; which were available is in infos/available_ids");
    }
    if (actions.slate() > 0) lost.add("the space does not forbid slates that repeat an item");
    if (actions.available() > 0) lost.add("features of the available actions are not recorded");
    if (!spaces.observation().names().isEmpty()) lost.add("names of observed numbers are left out");
    return lost;
  }

  static List<String> rlds(Spaces spaces) {
    List<String> lost = new ArrayList<>();
    lost.add("the last step has no action; its action, reward and what the policy told are 0");
    if (!PngImage.holds(spaces.observation())) {
      lost.add("bounds and names of observed numbers are left out");
    }
    if (spaces.action().width() > 0) {
      lost.add("ranges of parameters are left out; places that an action lacks hold 0");
    }
    if (spaces.action().available() > 0) {
      lost.add("features of the available actions are not recorded");
    }
    return lost;
  }
}
