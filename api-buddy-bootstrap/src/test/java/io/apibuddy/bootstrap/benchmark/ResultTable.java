package io.apibuddy.bootstrap.benchmark;

import io.apibuddy.bootstrap.growth.Latencies;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects figures, a row for each thing measured and a column for each engine. */
final class ResultTable {
  private final List<String> engines = new ArrayList<>();
  private final Map<String, Map<String, String>> rows = new LinkedHashMap<>();

  /** Begins the next column. */
  void engine(String name) {
    engines.add(name);
  }

  /** Enters a figure for the current engine. */
  void put(String row, String format, double figure) {
    String text = String.format(Locale.ROOT, format, figure);
    rows.computeIfAbsent(row, unused -> new HashMap<>()).put(engines.get(engines.size() - 1), text);
  }

  /**
   * Enters the percentiles 50, 99 and 99.9 of the first tenth and of the last tenth.
   *
   * @param operation the name of the timed operation
   */
  void put(String operation, Latencies times) {
    for (double percent : new double[] {50, 99, 99.9}) {
      String row = "µs that " + percent + " % of " + operation + " took at most, ";
      put(row + "first tenth", "%,.0f", times.part(0, 10).micros(percent));
      put(row + "last tenth", "%,.0f", times.part(9, 10).micros(percent));
    }
  }

  /** Returns the table in Markdown. */
  String markdown() {
    StringBuilder text = new StringBuilder("| |");
    engines.forEach(engine -> text.append(' ').append(engine).append(" |"));
    text.append("\n|---|").append("---:|".repeat(engines.size())).append('\n');
    rows.forEach(
        (row, figures) -> {
          text.append("| ").append(row).append(" |");
          engines.forEach(
              engine -> text.append(' ').append(figures.getOrDefault(engine, "-")).append(" |"));
          text.append('\n');
        });
    return text.toString();
  }
}
