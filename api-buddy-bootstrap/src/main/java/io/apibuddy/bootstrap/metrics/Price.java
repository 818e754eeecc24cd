package io.apibuddy.bootstrap.metrics;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a million tokens of a model cost.
 *
 * @param input tokens that are read
 * @param cachedInput those that the provider had at hand; null if that is not known: then they cost
 *     nothing here, for a saving must not be overstated
 * @param output tokens that are written
 * @param currency what the numbers are in, for example {@code USD}
 */
public record Price(
    BigDecimal input, @Nullable BigDecimal cachedInput, BigDecimal output, String currency) {
  private static final int MILLION = 6;

  /** Refuses null and numbers below 0. */
  public Price {
    Objects.requireNonNull(currency, "currency");
    if (input.signum() < 0
        || output.signum() < 0
        || (cachedInput != null && cachedInput.signum() < 0)) {
      throw new IllegalArgumentException("a price below 0");
    }
  }

  /** Returns the price of some tokens. */
  public BigDecimal of(long inputTokens, long cachedInputTokens, long outputTokens) {
    BigDecimal cached = cachedInput == null ? BigDecimal.ZERO : cachedInput;
    return input
        .multiply(BigDecimal.valueOf(inputTokens))
        .add(cached.multiply(BigDecimal.valueOf(cachedInputTokens)))
        .add(output.multiply(BigDecimal.valueOf(outputTokens)))
        .movePointLeft(MILLION);
  }
}
