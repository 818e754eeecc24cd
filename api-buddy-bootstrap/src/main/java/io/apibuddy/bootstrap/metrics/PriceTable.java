package io.apibuddy.bootstrap.metrics;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Prices by model name. Immutable.
 *
 * @param byModel prices by model name, in which {@code *} matches any text; the longest name that
 *     matches counts
 */
public record PriceTable(Map<String, Price> byModel) {

  /** A table without prices. */
  public static final PriceTable NONE = new PriceTable(Map.of());

  /** Copies the map in its order. */
  public PriceTable {
    byModel = Collections.unmodifiableMap(new LinkedHashMap<>(byModel));
  }

  /** Returns the price of a model, null if no name matches. */
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
