package io.apibuddy.bootstrap.cli;

import io.apibuddy.bootstrap.log.PrintableText;
import io.apibuddy.bootstrap.metrics.ProxyMetrics;
import io.apibuddy.bootstrap.metrics.SavedTokens;
import io.apibuddy.bootstrap.metrics.Savings;
import io.apibuddy.bootstrap.metrics.Traffic;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Prints how many requests, bytes, seconds and tokens were saved. */
record SavingsReport(PrintWriter out) {
  private static final int DECIMALS = 4;

  /** Prints the report; {@code lead} comes before the number of requests. */
  void print(String lead, ProxyMetrics metrics) {
    Traffic total = metrics.total();
    Savings savings = total.savings();
    out.println(
        lead
            + " "
            + Quantity.of(total.totalRequests(), "request")
            + ", "
            + savings.requests()
            + " of them answered without an upstream call ("
            + Quantity.of(savings.bytes(), "byte")
            + " and "
            + String.format(Locale.ROOT, "%.1f", savings.seconds())
            + " s of waiting saved)");
    metrics
        .domains()
        .forEach(
            (alias, traffic) -> traffic.savings().tokens().forEach(tokens -> print(alias, tokens)));
  }

  private void print(String alias, SavedTokens tokens) {
    long input = tokens.input() + tokens.cachedInput();
    out.println(
        "  "
            + alias
            + " "
            + line(tokens.model(), input, tokens.output(), tokens.money(), tokens.currency()));
  }

  /**
   * Returns the line about the saved tokens of one model.
   *
   * @param money the price of the tokens, null if the model has no price
   * @param currency the currency of the price, null if there is none
   */
  static String line(
      String model,
      long input,
      long output,
      @Nullable BigDecimal money,
      @Nullable String currency) {
    String tokens =
        PrintableText.line(model) + ": " + input + " input and " + output + " output tokens saved";
    return money == null
        ? tokens
        : tokens
            + ", "
            + money.setScale(DECIMALS, RoundingMode.HALF_UP).toPlainString()
            + " "
            + currency;
  }
}
