package io.apibuddy.bootstrap.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prices by model. Immutable.
 *
 * @param byModel names in which {@code *} stands for any text; the longest that fits counts
 */
public record PriceTable(Map<String, Price> byModel) {

  /** Knows no price. */
  public static final PriceTable NONE = new PriceTable(Map.of());

  /** Keeps the order. */
  public PriceTable {
    byModel = Collections.unmodifiableMap(new LinkedHashMap<>(byModel));
  }

  /** Returns the price of a model, null if it is not known. */
  public @Nullable Price of(String model) {
    String best = null;
    for (String name : byModel.keySet()) {
      if ((best == null || name.length() > best.length()) && fits(name, model)) {
        best = name;
      }
    }
    return best == null ? null : byModel.get(best);
  }

  private static boolean fits(String name, String model) {
    return Pattern.matches(Pattern.quote(name).replace("*", "\\E.*\\Q"), model);
  }
}
