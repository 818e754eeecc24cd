package io.apibuddy.bootstrap.metrics;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The price of a million tokens of a model. Immutable.
 *
 * @param input the price of input tokens
 * @param cachedInput the price of input tokens that the provider took from its own cache; null if
 *     unknown: they then count as free, so that a saving is never overstated
 * @param output the price of output tokens
 * @param currency the currency of these prices, for example {@code USD}
 */
public record Price(
    BigDecimal input, @Nullable BigDecimal cachedInput, BigDecimal output, String currency) {
  private static final int LOG10_OF_MILLION = 6;

  /** Refuses null, except for {@code cachedInput}, and prices below 0. */
  public Price {
    Objects.requireNonNull(currency, "currency");
    if (input.signum() < 0
        || output.signum() < 0
        || (cachedInput != null && cachedInput.signum() < 0)) {
      throw new IllegalArgumentException("a price below 0");
    }
  }

  /**
   * Returns the price of the given numbers of tokens, in {@link #currency}.
   *
   * @param inputTokens input tokens, without {@code cachedInputTokens}
   * @param cachedInputTokens input tokens that the provider took from its own cache
   * @param outputTokens output tokens
   */
  public BigDecimal of(long inputTokens, long cachedInputTokens, long outputTokens) {
    BigDecimal cached = cachedInput == null ? BigDecimal.ZERO : cachedInput;
    return input
        .multiply(BigDecimal.valueOf(inputTokens))
        .add(cached.multiply(BigDecimal.valueOf(cachedInputTokens)))
        .add(output.multiply(BigDecimal.valueOf(outputTokens)))
        .movePointLeft(LOG10_OF_MILLION);
  }
}
