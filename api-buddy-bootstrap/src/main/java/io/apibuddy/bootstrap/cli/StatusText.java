package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.metrics.SavedTokens;
import io.apibuddy.bootstrap.metrics.Traffic;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The text of the status line, which sums up what a proxy has done.
 *
 * @param metrics the metrics since the start
 * @param inFlight the number of upstream calls whose answers have not begun
 */
record StatusText(ProxyMetrics metrics, int inFlight) {
  /** The maximum length, because a line that is longer than the terminal's could not be erased. */
  private static final int MAX_COLUMNS = 79;

  private static final int DECIMALS = 2;

  /** Returns the line without a line end. */
  @Override
  public String toString() {
    Traffic total = metrics.total();
    StringBuilder text = new StringBuilder();
    text.append(Quantity.of(total.totalRequests(), "request"))
        .append(String.format(Locale.ROOT, ", %.1f %% hits, ", 100 * total.hitRate()))
        .append(Quantity.of(total.savings().requests(), "call"))
        .append(" saved");
    money()
        .forEach(
            (currency, sum) -> text.append(", ").append(inCents(sum)).append(' ').append(currency));
    text.append(", ").append(inFlight).append(" in flight");
    return text.length() > MAX_COLUMNS ? text.substring(0, MAX_COLUMNS) : text.toString();
  }

  private Map<String, BigDecimal> money() {
    Map<String, BigDecimal> sums = new TreeMap<>();
    for (SavedTokens tokens : metrics.total().savings().tokens()) {
      BigDecimal money = tokens.money();
      String currency = tokens.currency();
      if (money != null && currency != null) {
        sums.merge(currency, money, BigDecimal::add);
      }
    }
    return sums;
  }

  private static String inCents(BigDecimal sum) {
    return sum.setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString();
  }
}
