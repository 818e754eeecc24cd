package io.apibuddy.bootstrap.metrics;

import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The tokens of one model in answers that came from the store and so were not paid again.
 * Immutable.
 *
 * @param model the model's name as the upstream gave it
 * @param input input tokens, without {@code cachedInput}
 * @param cachedInput input tokens that the provider took from its own cache
 * @param output output tokens
 * @param money the cost of these tokens at present prices; null if the model has no price
 * @param currency the currency of {@code money}, null if the model has no price
 */
public record SavedTokens(
    String model,
    long input,
    long cachedInput,
    long output,
    @Nullable BigDecimal money,
    @Nullable String currency) {

  /** Refuses a null {@code model}. */
  public SavedTokens {
    Objects.requireNonNull(model, "model");
  }

  /** Returns the sum of these and other tokens of the same model. */
  SavedTokens plus(SavedTokens other) {
    return new SavedTokens(
        model,
        input + other.input,
        cachedInput + other.cachedInput,
        output + other.output,
        money == null || other.money == null ? null : money.add(other.money),
        currency);
  }
}
